import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const CREATION = /\bkthread_(?:run|create|run_on_cpu|create_on_node|create_on_cpu)\s*\(\s*\(?&?\s*(\w+)/g;

/** A file beside a driver's that is larger than this is generated. */
const LARGEST = 2 << 20;

/**
 * The files of a driver's folder that have the functions which its threads run, where the driver's own have not: the file that
 * creates a thread is often not the one that has its function.
 * @param files the driver's, by path, as they were read
 */
export function threadFunctionFiles(files: ReadonlyMap<string, string>): string[] {
  const [first] = files.keys();
  if (first === undefined) return [];
  const texts = [...files.values()];
  const names = new Set(texts.flatMap((text) => [...text.matchAll(CREATION)].map(([, name = ""]) => name)));
  // one that is handed over in a variable
  for (const name of names)
    for (const text of texts)
      for (const [, given = ""] of text.matchAll(new RegExp(`\\b${name}\\s*=\\s*&?(\\w+)\\s*;`, "g")))
        names.add(given);
  const absent = [...names].filter((name) => !texts.some((text) => defines(text, name)));
  if (absent.length === 0) return [];
  const beside = readdirSync(dirname(first))
    .filter((name) => name.endsWith(".c"))
    .map((name) => join(dirname(first), name))
    .filter((path) => !files.has(path) && statSync(path).size < LARGEST);
  return beside.filter((path) => {
    const text = readFileSync(path, "latin1");
    return absent.some((name) => defines(text, name));
  });
}

/** Whether a function's body stands in a text. */
function defines(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\s*\\([^;{)]*\\)\\s*\\{`).test(text);
}
