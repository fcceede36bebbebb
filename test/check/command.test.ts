import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UserError } from "../../src/core/user-error.ts";
import { BUGGY, FINE, runCheck, runIn } from "./run-check.ts";

const FOUND = "bad.c:13:2: error: ";

/** Runs a command line that must be refused, and gives what is said. */
async function refused(files: Record<string, string>, args: string[]): Promise<string> {
  const error: unknown = await runCheck(files, args).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return String(error);
}

function cached(json: string): unknown {
  return JSON.parse(json).stats.cached;
}

test("a finding is one line of file, line, column, severity, message and rule; the exit status is 1", async () => {
  const { stdout, exit } = await runCheck({ "bad.c": BUGGY }, ["bad.c"]);
  expect(stdout).toContain(FOUND);
  expect(stdout.split("\n")[0]).toMatch(/\[kthread-stop-after-exit\]$/);
  expect(stdout).toContain("bad.c:4:2: note: thread once returns here");
  expect(exit).toBe(1);
});

test("nothing found prints nothing and exits with 0", async () => {
  expect(await runCheck({ "fine.c": FINE, "other.c": "int x;\n" }, ["."])).toEqual({
    stdout: "",
    stderr: "",
    exit: 0,
  });
});

test("--json prints the object of the contract", async () => {
  const { stdout } = await runCheck({ "bad.c": BUGGY }, ["--json", "--kernel", "6.1", "bad.c"]);
  expect(JSON.parse(stdout)).toMatchObject({
    tool: "unoops",
    command: "check",
    verdict: "bug",
    kernel: "6.1",
    findings: [
      {
        rule: "kthread-stop-after-exit",
        severity: "error",
        span: { file: "bad.c", line: 13, column: 2 },
        function: "stop",
      },
    ],
    stats: { files: 1, threads: 1, stops: 1, complete: true },
  });
});

test("--sarif has one thread flow for each task", async () => {
  const { stdout } = await runCheck({ "bad.c": BUGGY }, ["--sarif", "bad.c"]);
  const log = JSON.parse(stdout);
  expect(log.version).toBe("2.1.0");
  const [result] = log.runs[0].results;
  expect(result).toMatchObject({ ruleId: "kthread-stop-after-exit", level: "error" });
  const flows: { id: string }[] = result.codeFlows[0].threadFlows;
  expect(flows.map((flow) => flow.id)).toEqual(["thread once", "stopper stop"]);
});

test("--format=github prints workflow commands", async () => {
  const { stdout } = await runCheck({ "bad.c": BUGGY }, ["--format=github", "bad.c"]);
  expect(stdout).toMatch(/^::error file=bad\.c,line=13,col=2,title=kthread-stop-after-exit::/);
  expect(stdout).toContain("%0A");
});

test("--kbuild finds the file among gcc's arguments, prints on stderr and never fails", async () => {
  const gcc = [
    "-D__linux__",
    "-Wp,-MMD,x.d",
    "-nostdinc",
    "-I./include",
    "-include",
    "kconfig.c",
    "-DKBUILD_MODNAME=bad",
  ];
  const { stdout, stderr, exit } = await runCheck({ "bad.c": BUGGY }, ["--kbuild", ...gcc, "bad.c"]);
  expect(stdout).toBe("");
  expect(stderr).toContain(FOUND);
  expect(exit).toBe(0);
});

test("nothing that goes wrong under --kbuild ends a build", async () => {
  const broken = { "bad.c": BUGGY, "unoops.json": "{" };
  for (const args of [["bad.c"], ["nowhere.c"], ["--kernel", "new", "bad.c"], ["-O2"]]) {
    const { exit, stdout } = await runCheck(args[0] === "bad.c" ? broken : {}, ["--kbuild", ...args]);
    expect([args, exit, stdout]).toEqual([args, 0, ""]);
  }
  const { stderr } = await runCheck(broken, ["--kbuild", "bad.c"]);
  expect(stderr).toMatch(/^unoops: not checked: unoops\.json: .*\n$/);
});

test("escapes of a source, and line breaks of a file's name, do not reach the terminal", async () => {
  const text = BUGGY.replace(
    "return run_once(data);",
    'if (!strcmp(data, "\x1b[2J"))\n\t\treturn 1;\n\treturn 0;',
  );
  const name = "x\nfine.c:1:1: error: no.c";
  for (const args of [["-v"], ["--format=github"], ["-v", "--pedantic"]]) {
    const { stdout, stderr } = await runCheck({ [name]: `${text}int broken(void)\n{\n\tif = 3;\n}\n` }, [
      ...args,
      ".",
    ]);
    expect(stdout).toContain("\\x1b[2J");
    expect(stdout + stderr).not.toContain("\x1b");
    expect(stdout + stderr).not.toMatch(/^fine/m);
  }
});

test("a compile_commands.json names the files", async () => {
  const commands = JSON.stringify([{ directory: ".", file: "bad.c", arguments: [] }]);
  const { exit } = await runCheck({ "bad.c": BUGGY, "compile_commands.json": commands }, [
    "compile_commands.json",
  ]);
  expect(exit).toBe(1);
});

test("a baseline that cannot be read or written is wrong usage, told in one line", async () => {
  for (const file of [".", "no/known.json"])
    expect(await refused({ "bad.c": BUGGY }, ["--baseline", file, "bad.c"])).toContain(
      `--baseline ${file}: `,
    );
});

test("a baseline accepts what it saw and nothing more", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-baseline-"));
  const file = join(folder, "bad.c");
  writeFileSync(file, BUGGY);
  expect((await runIn(folder, ["--baseline", "known.json", "bad.c"])).exit).toBe(0);
  writeFileSync(file, `\n\n${BUGGY}`);
  expect((await runIn(folder, ["--baseline", "known.json", "bad.c"])).exit).toBe(0);
  writeFileSync(file, `${BUGGY}static void stop2(void)\n{\n\tkthread_stop(worker);\n}\n`);
  expect((await runIn(folder, ["--baseline", "known.json", "bad.c"])).stdout).toContain(
    "bad.c:17:2: error: ",
  );
  rmSync(folder, { recursive: true });
});

test("unoops.json turns rules off, leaves paths out and names the kernel", async () => {
  const off = JSON.stringify({ rules: { "kthread-stop-after-exit": "off" } });
  expect((await runCheck({ "bad.c": BUGGY, "unoops.json": off }, ["bad.c"])).exit).toBe(0);
  const out = JSON.stringify({ paths: ["."], exclude: ["vendor"], kernel: "5.10" });
  const { stdout } = await runCheck({ "vendor/bad.c": BUGGY, "fine.c": FINE, "unoops.json": out }, [
    "--json",
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ findings: [], kernel: "5.10", stats: { files: 1 } });
});

test("what cannot be done is one sentence", async () => {
  expect(await refused({}, ["nowhere.c"])).toContain("nowhere.c: no such file or folder");
  expect(await refused({ "a.c": "" }, ["--nonsense", "a.c"])).toContain("unknown option --nonsense");
  expect(await refused({ "a.c": "" }, ["--format=xml", "a.c"])).toContain("known are text");
  expect(await refused({ "a.c": "" }, ["--kernel", "new", "a.c"])).toContain("not a kernel version");
  expect(await refused({ "unoops.json": '{"rules":{"x":"off"}}' }, ["."])).toContain("x is no rule");
  expect(await refused({}, [])).toContain("name a C file");
});

test("an ignore comment with a colon and nothing behind it gives no reason, and hides nothing", async () => {
  const text = BUGGY.replace(
    "\tkthread_stop",
    "\t/* unoops-ignore kthread-stop-after-exit: */\n\tkthread_stop",
  );
  const { stderr, exit } = await runCheck({ "bad.c": text }, ["bad.c"]);
  expect(stderr).toContain("needs a reason");
  expect(exit).toBe(1);
});

test("an ignore comment that hides nothing, or gives no reason, is told", async () => {
  const text = `/* unoops-ignore kthread-err-ptr: once */\n${BUGGY.replace("\tkthread_stop", "\t/* unoops-ignore kthread-stop-after-exit */\n\tkthread_stop")}`;
  const { stderr, exit } = await runCheck({ "bad.c": text }, ["bad.c"]);
  expect(stderr).toContain("hides nothing");
  const stray = await runCheck({ "x.c": "/* unoops-ignore kthread-err-ptr: once */\nint x;\n" }, ["x.c"]);
  expect(stray.stderr).toContain("hides nothing");
  expect(stderr).toContain("needs a reason");
  expect(exit).toBe(1);
});

test("-v lists what could not be judged", async () => {
  const { stderr } = await runCheck({ "bad.c": `${FINE}int broken(void)\n{\n\tif = 3;\n}\n` }, [
    "-v",
    "bad.c",
  ]);
  expect(stderr).toContain("bad.c:19:1: not judged: broken()");
});

test("the thread function may lie in another file of the folder, and so may the caller of a wrapper", async () => {
  const files = {
    "main.c": BUGGY.replace(/static int once[\s\S]*?\n}\n/, "int once(void *data);\n"),
    "once.c": "int once(void *data)\n{\n\treturn run_once(data);\n}\n",
  };
  const { stdout } = await runCheck(files, ["main.c"]);
  expect(stdout).toContain("once.c:3:2: note: thread once returns here");
});

const CREATES_ONLY = BUGGY.replace(/static int once[\s\S]*?\n}\n/, "int once(void *data);\n");
const RETURNS_AT_ONCE = "int once(void *data)\n{\n\treturn run_once(data);\n}\n";

test("the thread function may lie in another folder of the path, and never outside of it", async () => {
  const files = { "drv/os/main.c": CREATES_ONLY, "drv/core/once.c": RETURNS_AT_ONCE };
  const { stdout } = await runCheck(files, ["drv"]);
  expect(stdout).toContain("drv/core/once.c:3:2: note: thread once returns here");
  const { stdout: alone, stderr } = await runCheck(files, ["-v", "drv/os"]);
  expect(alone).toBe("");
  expect(stderr).toContain("not judged: once(): its body is in none of the files");
});

test("a wrapper that creates threads for other folders is followed to its callers", async () => {
  const wrapper =
    'struct task_struct *start_named(int (*fn)(void *), void *data)\n{\n\treturn kthread_run(fn, data, "named");\n}\n';
  const user = BUGGY.replace('kthread_run(once, NULL, "once")', "start_named(once, NULL)");
  const { stdout } = await runCheck({ "drv/lib/wrap.c": wrapper, "drv/user/user.c": user }, ["drv"]);
  expect(stdout).toContain("drv/user/user.c:13:2: error: kthread_stop() may use a freed task_struct");
});

test("Latin-1, UTF-8 with its mark and UTF-16 are read; a file that is no C at all does no harm", async () => {
  const umlaut = `/* für die Prüfung */\n${BUGGY}`;
  const files = {
    "latin1.c": Buffer.from(umlaut, "latin1"),
    "marked.c": Buffer.from(`\ufeff${umlaut}`, "utf8"),
    "utf16.c": Buffer.from(`\ufeff${umlaut}`, "utf16le"),
    "noise.c": Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)),
  };
  const { stdout } = await runCheck(files, ["."]);
  expect(stdout.match(/^\S+: error/gm)).toEqual([
    "latin1.c:14:2: error",
    "marked.c:14:2: error",
    "utf16.c:14:2: error",
  ]);
});

test("symbolic links that lead in a circle are walked once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-links-"));
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "deep", "bad.c"), BUGGY);
  symlinkSync("..", join(folder, "deep", "up"));
  symlinkSync("gone", join(folder, "nowhere.c"));
  const { stdout } = await runIn(folder, ["."]);
  expect(stdout.match(/error:/g)).toHaveLength(1);
  rmSync(folder, { recursive: true });
});

test("a tree is cached: what has not changed is not read again, what has is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-cache-"));
  for (let index = 0; index < 220; index++) writeFileSync(join(folder, `f${index}.c`), "int x;\n");
  mkdirSync(join(folder, "a"));
  mkdirSync(join(folder, "b"));
  writeFileSync(join(folder, "a", "bad.c"), BUGGY);
  writeFileSync(join(folder, "b", "fine.c"), FINE);
  const first = await runIn(folder, ["--json", "."]);
  expect(existsSync(join(folder, "cache", "unoops", "check"))).toBe(true);
  const second = await runIn(folder, ["--json", "."]);
  expect(JSON.parse(second.stdout).findings).toEqual(JSON.parse(first.stdout).findings);
  expect([cached(first.stdout), cached(second.stdout)]).toEqual([0, 2]);
  writeFileSync(join(folder, "a", "bad.c"), `${FINE}\n\n`);
  const third = await runIn(folder, ["--json", "."]);
  expect(JSON.parse(third.stdout)).toMatchObject({ findings: [], stats: { cached: 1 } });
  rmSync(folder, { recursive: true });
});

test("a cache that cannot be written is no reason not to answer", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-cache-"));
  for (let index = 0; index < 220; index++) writeFileSync(join(folder, `f${index}.c`), "int x;\n");
  writeFileSync(join(folder, "bad.c"), BUGGY);
  writeFileSync(join(folder, "cache"), "a file where the cache's folder should be");
  const { stdout, exit } = await runIn(folder, ["."]);
  expect([stdout.includes(FOUND), exit]).toEqual([true, 1]);
  rmSync(folder, { recursive: true });
});

test("a result that rests on another folder's file is not kept when that file changes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-cache-"));
  for (let index = 0; index < 220; index++) writeFileSync(join(folder, `f${index}.c`), "int x;\n");
  for (const name of ["os", "core"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "os", "main.c"), CREATES_ONLY);
  writeFileSync(join(folder, "core", "once.c"), RETURNS_AT_ONCE);
  expect((await runIn(folder, ["."])).exit).toBe(1);
  expect((await runIn(folder, ["."])).exit).toBe(1);
  const stays = "while (!kthread_should_stop())\n\t\tmsleep(1);\n\treturn 0;";
  writeFileSync(join(folder, "core", "once.c"), RETURNS_AT_ONCE.replace("return run_once(data);", stays));
  expect((await runIn(folder, ["."])).exit).toBe(0);
  rmSync(folder, { recursive: true });
});

test("the kernel of a tree is that of its Makefile", async () => {
  const makefile = "VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 3\n";
  const { stdout } = await runCheck({ Makefile: makefile, "drivers/x/bad.c": BUGGY }, ["--json", "drivers"]);
  expect(JSON.parse(stdout).kernel).toBe("5.10");
});

test("timers of objects and calls of another age are told in a line each, for a module", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-silence-"));
  writeFileSync(
    join(folder, "m.c"),
    "static void arm(struct dev *d)\n{\n\tmod_timer(&d->timer, 1);\n\tcomplete_and_exit(&d->done, 0);\n}\n",
  );
  const { stderr } = await runIn(folder, ["--kernel", "6.12", "m.c"]);
  rmSync(folder, { recursive: true });
  expect(stderr).toMatch(/m\.c:3:1: warning: timers, work or tasklets that live in objects.*unoops run m\.c/);
  expect(stderr).toMatch(/m\.c:4:1: warning: complete_and_exit\(\) was removed in 5\.17/);
});

test("the scenarios that were run on real kernels are judged as those kernels judged them", async ({
  skip,
}) => {
  const scenarios = new URL("../../../shared/scenarios", import.meta.url).pathname;
  if (!existsSync(scenarios)) skip("../shared/scenarios is not there");
  const { stdout } = await runIn(scenarios, ["--json", "."]);
  const findings: { span: { file: string }; rule: string }[] = JSON.parse(stdout).findings;
  expect(findings.map(({ span, rule }) => `${span.file} ${rule}`)).toEqual([
    "klt_a.c kthread-stop-after-exit",
    "klt_c.c kthread-stop-after-exit",
    "klt_e.c kthread-outlives-module",
    "klt_f.c kthread-double-stop",
    "klt_g.c work-outlives-module",
    "klt_h.c timer-outlives-module",
    "klt_r.c kthread-stop-after-exit",
  ]);
  expect(readFileSync(join(scenarios, "klt_s.c"), "utf8")).toContain("kthread_stop");
});

test("a folder or file that cannot be read is passed over and told, not the end of the run", async ({
  skip,
}) => {
  if (process.getuid?.() === 0) skip("root reads everything");
  const folder = mkdtempSync(join(tmpdir(), "unoops-closed-"));
  writeFileSync(join(folder, "bad.c"), BUGGY);
  mkdirSync(join(folder, "closed"), { mode: 0 });
  const { stdout, stderr } = await runIn(folder, ["-v", "."]);
  expect(stdout).toContain(FOUND);
  expect(stderr).toContain("closed:1:1: not judged: the folder: cannot be read (EACCES)");
  rmSync(folder, { recursive: true });
});
