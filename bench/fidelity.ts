/**
 * Holds `unoops run` against real kernels, and writes docs/fidelity.md. Needs what `unoops confirm --doctor` names, and the
 * kernels that `unoops kernels` lists. Words: kernel ids, such as `6.1-amd64`, and modules, such as `klt_g.c`; what is not named
 * keeps its cells, which lie in bench/fidelity.json. Seven minutes a kernel where it is emulated.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { cellOf, fidelityPage, type Cell, type PlayedScenario } from "./fidelity-table.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = `${ROOT}dist/cli/main.js`;
const CELLS = `${ROOT}bench/fidelity.json`;
const SHARED = `${ROOT}../shared/scenarios/`;

const EXAMPLES = ["early-exit", "stop-loop", "signal-exit", "pinned"].map((name) => [`examples/${name}.c`]);

const FIXTURES = [
  "deadlock-abba",
  "double-stop",
  "lost-wakeup",
  "never-stops",
  "outlives-module",
  "pin-too-late",
  "ref-leak",
  "sleep-in-atomic",
  "stop-under-mutex",
  "unreferenced-read",
  "timer-outlives-fixed",
  "timer-freed",
  "work-outlives",
  "work-outlives-fixed",
  "work-freed",
  "work-deadlock",
  "file-outlives",
  "file-starts-thread",
  "file-starts-thread-fixed",
  "param-ends-thread",
  "param-ends-thread-fixed",
  "proc-stops-first",
  "proc-stops-first-fixed",
  "hrtimer-outlives",
  "hrtimer-outlives-fixed",
  "notifier-outlives",
  "notifier-outlives-fixed",
].map((name) => [`test/fixtures/modules/${name}.c`]);

/** The modules that were measured by hand before there was a `confirm`; with parameters where they have variants. */
const SCENARIOS = [
  ["a"],
  ["b"],
  ["c"],
  ["d"],
  ["d", "sig=1"],
  ["e"],
  ["f"],
  ["f", "gap=500"],
  ["g"],
  ["h"],
  ["r"],
  ["s", "n=4"],
].map(([letter = "", ...parameters]) => [`${SHARED}klt_${letter}.c`, ...parameters]);

/** Seconds that rmmod may take: longer than the kernel needs to report it as hung. */
const PATIENCE = "12";

function main(wanted: readonly string[]): void {
  const modules = wanted.filter((word) => word.endsWith(".c"));
  const ids = wanted.filter((word) => !modules.includes(word));
  const known = listKernels();
  const strange = ids.find((id) => !known.some((kernel) => kernel.id === id));
  if (strange !== undefined) throw new Error(`${strange} is none of the kernels that unoops kernels lists`);
  const kernels = known.filter(({ id }) => ids.length === 0 || ids.includes(id));
  if (!existsSync(SHARED)) process.stderr.write(`no ${SHARED}: the scenarios a to s are skipped\n`);
  const cases = [...EXAMPLES, ...FIXTURES, ...(existsSync(SHARED) ? SCENARIOS : [])];
  const cells = readCells();
  for (const kernel of kernels) {
    const column = cells.get(kernel.id) ?? new Map<string, Cell>();
    cells.set(kernel.id, column);
    for (const words of cases) {
      if (modules.length > 0 && !modules.some((name) => words[0]?.endsWith(`/${name}`))) continue;
      const module = words.join(" ").replace(/^.*\//, "");
      column.set(module, answer(words, kernel, module));
      writeCells(cells); // what was measured is kept when it is stopped
    }
  }
}

type Columns = Map<string, Map<string, Cell>>;

function readCells(): Columns {
  if (!existsSync(CELLS)) return new Map();
  const whole: unknown = JSON.parse(readFileSync(CELLS, "utf8"));
  return new Map(
    entries(whole).map(([kernel, column]) => [
      kernel,
      new Map(entries(column).map(([module, cell]) => [module, readCell(cell)])),
    ]),
  );
}

function readCell(value: unknown): Cell {
  return {
    run: text(value, "run"),
    text: text(value, "text"),
    contradictions: array(field(value, "contradictions")).map(String),
  };
}

function writeCells(cells: Columns): void {
  const whole = Object.fromEntries(
    [...cells].map(([kernel, column]) => [kernel, Object.fromEntries(column)]),
  );
  writeFileSync(CELLS, `${JSON.stringify(whole, undefined, 2)}\n`);
  writeFileSync(`${ROOT}docs/fidelity.md`, fidelityPage(cells, new Date().toISOString().slice(0, 10)));
}

interface Kernel {
  readonly id: string;
  readonly version: string;
  readonly arch: string;
}

function listKernels(): Kernel[] {
  const { stdout } = spawnSync("node", [MAIN, "kernels", "--json"], { encoding: "utf8" });
  return array(JSON.parse(stdout)).map((kernel) => ({
    id: text(kernel, "id"),
    version: text(kernel, "version"),
    arch: text(kernel, "arch"),
  }));
}

function answer(words: readonly string[], { id, version, arch }: Kernel, module: string): Cell {
  const options = ["--json", "--kernel", version, "--arch", arch, "--patience", PATIENCE];
  const began = performance.now();
  const { stdout, stderr } = spawnSync("node", [MAIN, "confirm", ...words, ...options], {
    cwd: ROOT,
    encoding: "utf8",
  });
  process.stderr.write(`${id} ${module}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  if (stdout === "") return { run: "-", text: refusal(stderr), contradictions: [] };
  const whole: unknown = JSON.parse(stdout);
  const rules = array(field(whole, "findings")).map((finding) => text(finding, "rule"));
  return cellOf({ run: text(whole, "run"), rules, played: array(field(whole, "played")).map(played) });
}

function refusal(stderr: string): string {
  const line =
    stderr
      .trim()
      .split("\n")
      .findLast((one) => one.startsWith("unoops: ")) ?? "no answer";
  return line.replace("unoops: ", "").replaceAll("|", "/").replaceAll(ROOT, "");
}

function played(value: unknown): PlayedScenario {
  return {
    name: text(field(value, "scenario"), "name"),
    outcome: text(value, "outcome"),
    agreement: text(value, "agreement"),
    titles: array(field(value, "symptoms")).map((symptom) => text(symptom, "title")),
    traced: array(field(value, "traced")).map(String),
  };
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function field(value: unknown, name: string): unknown {
  return new Map(entries(value)).get(name);
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  if (typeof found === "string") return found;
  throw new Error(`no ${name} in ${JSON.stringify(value)}`);
}

function array(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`no list: ${JSON.stringify(value)}`);
}

main(process.argv.slice(2));
