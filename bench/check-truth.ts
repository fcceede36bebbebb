/**
 * Scores `check` against the hand-labelled stops of kernel threads, and times it.
 *
 *   npm run build && npx jiti bench/check-truth.ts [6.1 ...]
 *
 * Needs the trees of bench/fetch-trees.ts, and `../shared/truth` with its labels and score.py.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const trees = process.env["UNOOPS_TREES"] ?? join(homedir(), ".cache", "unoops", "trees");
const truth = new URL("../../shared/truth", import.meta.url).pathname;
const program = new URL("../dist/cli/main.js", import.meta.url).pathname;
if (!existsSync(truth)) throw new Error(`${truth} is not there: no labels to score against`);

const scratch = mkdtempSync(join(tmpdir(), "unoops-truth-"));
const asked = process.argv.slice(2);
for (const version of asked.length > 0 ? asked : ["5.10", "6.1", "6.12", "7.2"]) {
  const tree = join(trees, version);
  if (!existsSync(tree)) {
    console.log(`${version}: ${tree} is not there; run bench/fetch-trees.ts`);
    continue;
  }
  const seconds = [false, true].map((warm) => {
    const started = performance.now();
    const ran = spawnSync(process.execPath, [program, "check", "--json", "--stats", tree], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...process.env, XDG_CACHE_HOME: join(scratch, "cache") },
    });
    if (ran.status !== 0 && ran.status !== 1) throw new Error(ran.stderr);
    if (!warm) writeFileSync(join(scratch, `${version}.json`), ran.stdout);
    const memory = /(\d+ MB) at most/.exec(ran.stderr)?.[1] ?? "";
    return `${((performance.now() - started) / 1000).toFixed(1)} s, ${memory}`;
  });
  const score = execFileSync(
    "python3",
    [join(truth, "score.py"), join(truth, "dev.tsv"), version, tree, join(scratch, `${version}.json`)],
    { encoding: "utf8" },
  );
  console.log(`${score.trim().split("\n").at(-1)}; ${seconds[0]}; again ${seconds[1]}`);
}
rmSync(scratch, { recursive: true });
