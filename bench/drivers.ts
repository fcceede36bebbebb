/**
 * Runs the drivers of a kernel tree: how far their threads' parts get, and which findings of `check` a run shows.
 *
 *   npm run build && npx jiti bench/drivers.ts reach 6.1 [--half held] [--every 3] [--timeout 10]
 *   npm run build && npx jiti bench/drivers.ts findings 7.2 [--half held] [--every 1] [--timeout 20]
 *   npm run build && npx jiti bench/drivers.ts found 7.2 [--timeout 60]
 *
 * `reach` takes every file of drivers/, fs/, net/ and sound/ that creates a kthread, or those that `--list FILE` names; `findings`
 * the files with an error of `check` in the whole tree, and prints the table of docs/drivers.md. Rules are made on the `open` half
 * of the files; the `held` half, those whose path has a SHA-256 that begins with 8 to f, is only measured. `--every N` takes the
 * first and each Nth after it. `found` asks of each page of docs/found/ whether it still holds: what it says was seen is run, its patch
 * is applied to the tree, looked at by the tree's checkpatch.pl, and judged. Needs the trees of bench/fetch-trees.ts.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Finding } from "../src/core/finding.ts";
import { shows } from "../src/run/finding.ts";

const [mode = "reach", version = "6.1", ...rest] = process.argv.slice(2);
const tree = join(process.env["UNOOPS_TREES"] ?? join(homedir(), ".cache", "unoops", "trees"), version);
const program = new URL("../dist/cli/main.js", import.meta.url).pathname;
if (!existsSync(tree)) throw new Error(`${tree} is not there; run bench/fetch-trees.ts ${version}`);

interface Answer {
  readonly verdict: string;
  readonly scope: string;
  readonly findings: readonly Finding[];
  readonly assumptions: readonly string[];
  readonly coverage: readonly string[];
  readonly stats: { readonly states: number };
}

function option(name: string): string | undefined {
  const at = rest.indexOf(name);
  return at < 0 ? undefined : rest[at + 1];
}

/** What a command said, and the seconds that it took: elapsed, and of processors, compilers included. */
interface Ran {
  readonly answer: Answer | undefined;
  readonly seconds: number;
  readonly busy: number;
}

function unoops(args: readonly string[]): Ran {
  const began = performance.now();
  // the shell tells what its children took, others on the machine or not
  const ran = spawnSync("sh", ["-c", '"$@"; times >&2', "sh", process.execPath, program, ...args], {
    cwd: tree,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 120_000,
  });
  const seconds = (performance.now() - began) / 1000;
  const text = ran.stdout ?? "";
  const times = (ran.stderr ?? "")
    .trim()
    .split("\n")
    .slice(-1)
    .flatMap((line) => [...line.matchAll(/(\d+)m([\d.]+)s/g)]);
  const busy = times.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0);
  return { answer: text.startsWith("{") ? (JSON.parse(text) as Answer) : undefined, seconds, busy };
}

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith(".c")) yield path;
  }
}

/** Those of a list, in its order, that the options name. */
function drawn(paths: readonly string[]): string[] {
  const half = option("--half");
  if (half !== undefined && half !== "held" && half !== "open")
    throw new Error(`--half ${half}: held or open`);
  const every = Number(option("--every") ?? 1);
  return paths
    .filter((path) => half === undefined || isHeld(path) === (half === "held"))
    .filter((_, index) => index % every === 0);
}

function isHeld(path: string): boolean {
  return /^[89a-f]/.test(createHash("sha256").update(path).digest("hex"));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function tellTimes(ran: readonly Ran[]): void {
  for (const [what, seconds] of [
    ["elapsed", ran.map((one) => one.seconds)],
    ["processor time", ran.map((one) => one.busy)],
  ] as const)
    console.log(
      `${what}: median ${median(seconds).toFixed(1)} s, longest ${Math.max(...seconds).toFixed(1)} s`,
    );
}

function reach(): void {
  const list = option("--list");
  const files = drawn(
    list
      ? readFileSync(list, "utf8").trim().split("\n")
      : ["drivers", "fs", "net", "sound"]
          .flatMap((folder) => [...sources(join(tree, folder))])
          .filter((path) => /\bkthread_(run|create)\b/.test(readFileSync(path, "latin1")))
          .map((path) => relative(tree, path))
          .toSorted(),
  );
  const counts = new Map<string, number>();
  const times: Ran[] = [];
  for (const file of files) {
    const ran = unoops(["run", "--json", "--timeout", option("--timeout") ?? "10", file]);
    const { answer, seconds } = ran;
    const isRefused = answer?.coverage.some((line) => line.includes("does not compile")) ?? true;
    const word = !answer ? "died" : isRefused && answer.verdict === "undecided" ? "refused" : answer.verdict;
    counts.set(word, (counts.get(word) ?? 0) + 1);
    times.push(ran);
    const rules = [...new Set(answer?.findings.map((one) => `${one.rule} ${one.function}:${one.span.line}`))];
    const why = word === "bug" || word === "safe" ? "" : (answer?.coverage.at(0) ?? "");
    console.log(
      `${word.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s  ${file}  ${rules.join(", ")}${why.slice(0, 160)}`,
    );
  }
  const share = (...words: string[]): string => {
    const sum = words.reduce((total, word) => total + (counts.get(word) ?? 0), 0);
    return `${sum} of ${files.length} (${((100 * sum) / files.length).toFixed(0)} %)`;
  };
  console.log(
    `compile: ${share("bug", "safe", "bounded", "undecided")}; bug or safe: ${share("bug", "safe")}`,
  );
  tellTimes(times);
}

function findings(): void {
  const { answer } = unoops(["check", "--json", "."]);
  const all = answer?.findings ?? [];
  const files = drawn([...new Set(all.map(({ span }) => span.file.replace(/^\.\//, "")))]);
  const found = all.filter(({ span }) => files.includes(span.file.replace(/^\.\//, "")));
  const times: Ran[] = [];
  console.log("| finding | rule | witness | kept | states | s |\n|---|---|---|---|---|---|");
  let shown = 0;
  for (const file of files) {
    const run = unoops(["run", "--json", "--faults", "--timeout", option("--timeout") ?? "20", file]);
    times.push(run);
    const kept = /(\d+ of \d+) functions/.exec(run.answer?.coverage.join(" ") ?? "")?.[1] ?? "";
    for (const one of found.filter(({ span }) => span.file.replace(/^\.\//, "") === file)) {
      const same = run.answer?.findings.find((other) =>
        shows(other, { ...one, span: { ...one.span, file } }),
      );
      if (same) shown++;
      const word = same ? `${same.witness?.steps.length ?? 0} steps` : (run.answer?.verdict ?? "none");
      console.log(
        `| ${file}:${one.span.line} ${one.function}() | ${one.rule} | ${word} | ${kept} | ${run.answer?.stats.states ?? ""} | ${run.seconds.toFixed(1)} |`,
      );
    }
  }
  console.log(`\n${shown} of ${found.length} findings are shown by a run.`);
  tellTimes(times);
}

/** What a page of docs/found/ says: the file, the findings by rule and line, what became of the patch, and the mail. */
function pageOf(text: string): {
  file: string;
  seen: [string, number, string][];
  claim: string;
  mail: string;
} {
  const seen = [...text.matchAll(/^- `([\w-]+)` at line (\d+), in `(\w+)/gm)];
  return {
    file: /^`([^`]+)`, linux/m.exec(text)?.[1] ?? "",
    seen: seen.map(([, rule = "", line, fn = ""]) => [rule, Number(line), fn]),
    claim: /^## The patch: (\w+)/m.exec(text)?.[1]?.toLowerCase() ?? "",
    mail: /^```diff\n(.*?)^```/ms.exec(text)?.[1] ?? "",
  };
}

function found(): void {
  const folder = new URL("../docs/found/", import.meta.url).pathname;
  const timeout = option("--timeout") ?? "60";
  console.log("| page | shown | applies | checkpatch | judged |\n|---|---|---|---|---|");
  for (const name of readdirSync(folder).filter((one) => /^\d/.test(one))) {
    const { file, seen, claim, mail } = pageOf(readFileSync(join(folder, name), "utf8"));
    const { answer } = unoops(["run", "--json", "--faults", "--kernel", version, "--timeout", timeout, file]);
    const shown = seen.filter(([rule, line, fn]) =>
      answer?.findings.some((one) => one.rule === rule && (one.span.line === line || one.function === fn)),
    );
    const patch = join(mkdtempSync(join(tmpdir(), "unoops-found-")), "mail.patch");
    writeFileSync(patch, mail);
    const tells = (command: string, ...args: string[]): string =>
      spawnSync(command, args, { cwd: tree }).status === 0 ? "yes" : "no";
    const applies = tells("patch", "-p1", "--dry-run", "-i", patch);
    const isClean = tells("perl", "scripts/checkpatch.pl", "-q", "--no-tree", patch);
    const judged = unoops([
      "fix",
      "--json",
      "--kernel",
      version,
      "--timeout",
      timeout,
      "--patch",
      patch,
      file,
    ]);
    console.log(
      `| ${name} | ${shown.length} of ${seen.length} | ${applies} | ${isClean} | ${judged.answer?.verdict ?? "none"} (says ${claim}) |`,
    );
  }
}

if (mode === "findings") findings();
else if (mode === "found") found();
else reach();
