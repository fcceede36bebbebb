import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readKbuild } from "../compile/kbuild.ts";

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

/** Files of a module that are read because a driver's functions are called there. */
const MOST_CALLERS = 4;

/**
 * The files of a driver's module that call what creates its threads, where nothing in its own files is called by the kernel on the way
 * there: what its folder's Makefile builds into one module with it.
 * @param files the driver's, by path, as they were read
 */
export function callerFiles(files: ReadonlyMap<string, string>): string[] {
  const [first] = files.keys();
  const members = first === undefined ? [] : sameModule(first).filter((path) => !files.has(path));
  const found = new Map<string, string>();
  for (let entries = entriesFor([...files.values()]); entries.length > 0;) {
    const calls = new RegExp(`\\b(?:${entries.join("|")})\\s*\\(`);
    const news = members
      .filter((path) => !found.has(path))
      .map((path) => [path, readFileSync(path, "latin1")] as const)
      .filter(([, text]) => calls.test(text));
    if (news.length === 0 || found.size + news.length > MOST_CALLERS) break;
    for (const [path, text] of news) found.set(path, text);
    entries = entriesFor([...files.values(), ...found.values()]);
  }
  return [...found.keys()];
}

/** The .c files that are linked with one into a module, as far as its folder's Makefile tells; those of other folders too. */
function sameModule(path: string): string[] {
  const folder = dirname(path);
  const kbuild = ["Kbuild", "Makefile"].map((name) => join(folder, name)).find((one) => existsSync(one));
  if (!kbuild) return [];
  const { modules } = readKbuild(readFileSync(kbuild, "utf8"));
  const units = modules.find((module) => module.units.includes(basename(path)))?.units ?? [];
  return units
    .map((unit) => join(folder, unit))
    .filter((unit) => existsSync(unit) && statSync(unit).size < LARGEST);
}

const FUNCTION = /^([A-Za-z_][\w \t*]*?)\b(\w+)[ \t]*\(([^;{}()]|\([^()]*\))*\)\s*\{[\s\S]*?^\}/gm;

/**
 * Functions on the way to a creation that only other files can call; empty where the kernel calls one on that way, which is static,
 * exported, or stands in a table.
 */
function entriesFor(texts: readonly string[]): string[] {
  const all = texts.join("\n");
  const functions = [...all.matchAll(FUNCTION)].map(([text, head = "", name = ""]) => ({
    name,
    body: text.slice(text.indexOf("{")),
    isStatic: /\bstatic\b/.test(head),
  }));
  const bodies = functions.filter(({ body }) => new RegExp(CREATION).test(body));
  const way = new Set(bodies.map(({ name }) => name));
  const tops: string[] = [];
  for (const name of way) {
    const uses = new RegExp(`\\b${name}\\b`);
    const callers = functions.filter((one) => one.name !== name && uses.test(one.body));
    for (const caller of callers) way.add(caller.name);
    if (callers.length > 0) continue;
    const isHanded = new RegExp(`[=,(]\\s*&?${name}\\s*[,;)}]`).test(all);
    if (isHanded || functions.some((one) => one.name === name && one.isStatic)) return [];
    tops.push(name);
  }
  return tops;
}

/** Whether a function's body stands in a text. */
function defines(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\s*\\([^;{)]*\\)\\s*\\{`).test(text);
}
