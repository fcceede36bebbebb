import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, type TestContext } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LARGEST = 40 << 20;

const folder = mkdtempSync(join(tmpdir(), "unoops-package-"));
const project = join(folder, "project");
/** Nothing but Node on the PATH, an empty cache, nobody's settings: a fresh machine. */
const env = {
  PATH: [dirname(process.execPath), "/bin"].join(delimiter),
  HOME: folder,
  XDG_CACHE_HOME: join(folder, "cache"),
  NO_COLOR: "1",
};
let tarball = "";
let whyNot = "";

beforeAll(() => {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
      cwd: ROOT,
      encoding: "utf8",
    }),
  );
  tarball = join(folder, packed.filename);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{"private": true}\n');
  const { status, stderr } = spawnSync("npm", ["install", "--prefer-offline", "--no-audit", tarball], {
    cwd: project,
    encoding: "utf8",
  });
  if (status !== 0) {
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(stderr)) throw new Error(stderr);
    whyNot = "the registry cannot be reached";
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function unoops(context: TestContext, ...args: string[]): SpawnSyncReturns<string> {
  context.skip(whyNot !== "", whyNot);
  return spawnSync(process.execPath, [join(project, "node_modules/unoops/dist/cli/main.js"), ...args], {
    cwd: project,
    env,
    encoding: "utf8",
  });
}

test("the package is small", () => {
  expect(statSync(tarball).size).toBeLessThan(LARGEST);
});

test("npm pack prints the tarball's name alone, which pre-commit reads, whatever the steps before it print", () => {
  const small = join(folder, "small");
  mkdirSync(small);
  copyFileSync(join(ROOT, ".npmrc"), join(small, ".npmrc"));
  const settings = { name: "small", version: "1.0.0", scripts: { prepare: "node -p 1" } };
  writeFileSync(join(small, "package.json"), JSON.stringify(settings));
  const printed = execFileSync("npm", ["pack"], { cwd: small, encoding: "utf8", stdio: "pipe" });
  expect(printed).toBe("small-1.0.0.tgz\n");
});

test("installed on a fresh machine, it proves a module with the compiler that it brings along, and draws it", (context) => {
  copyFileSync(join(ROOT, "examples/signal-exit.c"), join(project, "signal-exit.c"));
  const ran = unoops(context, "run", "--cc", "embedded", "--html", "page.html", "signal-exit.c");
  expect(ran.stdout).toContain("kthread-stop-after-exit");
  expect(ran.status).toBe(1);
  expect(readFileSync(join(project, "page.html"), "utf8")).toContain("poll_thread() starts");
});

test("it reads a log, and says its version, completions and manual page", (context) => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(unoops(context, "--version").stdout.trim()).toBe(version);
  expect(unoops(context, "explain", join(ROOT, "examples/ipq5018-rmmod.log")).status).toBe(1);
  expect(unoops(context, "completion", "bash").stdout).toContain("complete -o filenames");
  expect(statSync(join(project, "node_modules/unoops/dist/unoops.1")).size).toBeGreaterThan(1000);
});

test("nothing of what is only for developing is in it", (context) => {
  context.skip(whyNot !== "", whyNot);
  const installed = join(project, "node_modules");
  for (const name of ["vitest", "playwright-core", "rolldown", "typescript"])
    expect(statSync(join(installed, name), { throwIfNoEntry: false })).toBeUndefined();
  expect(statSync(join(installed, "unoops/test"), { throwIfNoEntry: false })).toBeUndefined();
});
