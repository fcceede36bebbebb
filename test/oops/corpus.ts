import { readCrashes } from "../../src/oops/index.ts";
import { shared } from "./shared.ts";

/** One log of oops-bench and what its header expects. */
export interface Case {
  readonly file: string;
  readonly titles: readonly string[];
  readonly type: string;
  /** Functions that the titles name. */
  readonly functions: readonly string[];
  readonly lines: readonly string[];
}

const HEADER = /^(TITLE|ALT|TYPE): ?(.*)$/gm;
const FUNCTION = /\bin ([A-Za-z_][\w.$]*)(?:\s*\/\s*[\w.$]+)?$/;

export function readCase(file: string): Case {
  const text = shared(`oops-bench/report/${file}`).replaceAll("\r", "");
  const split = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
  const header = text.slice(0, split);
  const body = text.slice(text.startsWith("\n") ? 1 : split + 2).split("\n\nREPORT:\n")[0] ?? "";
  const fields = [...header.matchAll(HEADER)].map(([, key = "", value = ""]) => ({ key, value }));
  const titles = fields.filter(({ key, value }) => key !== "TYPE" && value !== "").map(({ value }) => value);
  const functions = titles
    .flatMap((title) => FUNCTION.exec(title)?.[1] ?? [])
    .filter((name) => name !== "corrupted");
  const type = fields.find(({ key }) => key === "TYPE")?.value ?? "";
  return { file, titles, type, functions, lines: body.trimEnd().split("\n") };
}

/** Shares of the corpus, in percent, as oops-bench/score.py counts them. */
export interface Score {
  readonly detect: number;
  readonly title: number;
  readonly function: number;
  readonly type: number;
}

export function score(cases: readonly Case[], damage: (lines: readonly string[]) => string): Score {
  const tally = { detect: [0, 0], title: [0, 0], function: [0, 0], type: [0, 0] } satisfies Record<
    keyof Score,
    [number, number]
  >;
  const count = (key: keyof Score, ok: boolean): void => {
    tally[key][1] = (tally[key][1] ?? 0) + 1;
    if (ok) tally[key][0] = (tally[key][0] ?? 0) + 1;
  };
  for (const { titles, type, functions, lines } of cases) {
    const crash = readCrashes(damage(lines))[0];
    count("detect", (crash !== undefined) === titles.length > 0);
    if (titles.length === 0) continue;
    count(
      "title",
      titles.some((title) => title.toLowerCase() === crash?.title.toLowerCase()),
    );
    if (functions.length > 0)
      count("function", functions.map(normal).includes(normal(crash?.function ?? "")));
    if (type !== "") count("type", type === crash?.type);
  }
  return {
    detect: share(tally.detect),
    title: share(tally.title),
    function: share(tally.function),
    type: share(tally.type),
  };
}

const share = ([hits = 0, all = 1]: number[]): number => (100 * hits) / all;

/** Compiler suffixes and the system call wrappers of an architecture do not count. */
function normal(name: string): string {
  return name.replace(/(\.(constprop|isra|part|cold|llvm)(\.\d+)?|\.\d+)+$/, "");
}
