import { spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EXAMPLES } from "../run/harness.ts";
import { Client } from "./client.ts";
import { largeModule } from "./large.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const why = existsSync(MAIN) ? "" : " (skipped: not built; npm run build)";

/** What `npm run build` made, as editors start it. */
describe.skipIf(why !== "")(`unoops lsp over stdio${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-lsp-"));
  let server: ChildProcess;
  let client: Client;

  beforeAll(() => {
    for (const name of ["signal-exit.c", "pinned.c"]) copyFileSync(join(EXAMPLES, name), join(folder, name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    server = spawn(process.execPath, [MAIN, "lsp", "--stdio"], {
      cwd: folder,
      env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache") },
      stdio: ["pipe", "pipe", "inherit"],
    });
    client = new Client(server.stdout!, server.stdin!);
    await client.start();
  });
  afterEach(async () => {
    const ended = new Promise<number | null>((resolve) => server.once("exit", resolve));
    await client.request("shutdown", undefined);
    await client.connection.sendNotification("exit");
    expect(await ended).toBe(0);
  });

  test("a finding is mended: a patch is proven, and the edit it comes with leaves nothing to find", async () => {
    const path = join(folder, "signal-exit.c");
    const uri = await client.open(path);
    expect((await client.diagnostics(uri, 1)).map(({ code }) => code)).toEqual(["kthread-stop-after-exit"]);
    const mended = await client.execute<{ applied: boolean; why: string }>("unoops.mend", uri);
    expect(mended).toMatchObject({ applied: true, why: "proven, linux 6.12" });
    const text = applied(readFileSync(path, "utf8"), client.edits[0]?.edit);
    await client.change(uri, 2, text);
    expect(await client.diagnostics(uri, 2)).toEqual([]);
    expect(await client.execute("unoops.run", uri)).toMatchObject({ outcome: "safe" });
  });

  test("a run shows the timeline of the text as it is in the editor, not as it is on the disk", async () => {
    const path = join(folder, "pinned.c");
    const uri = await client.open(path, readFileSync(join(folder, "signal-exit.c"), "utf8"));
    const ran = await client.execute<{ outcome: string; page: string }>("unoops.run", uri);
    expect(ran.outcome).toBe("bug");
    expect(readFileSync(ran.page, "utf8")).toContain("poll_thread() starts");
    expect(client.shown).toHaveLength(1);
  });

  test("what does not compile is said, and the server goes on", async () => {
    const uri = await client.open(join(folder, "pinned.c"), "#include <linux/kthread.h>\nint x = ;\n");
    await expect(client.execute("unoops.run", uri)).rejects.toThrow("does not compile");
    expect(client.messages.join()).toContain("error: ");
    expect(await client.diagnostics(uri, 1)).toEqual([]);
  });

  test("a run that is called off ends at once, and typing goes on meanwhile", async () => {
    const uri = await client.open(join(folder, "pinned.c"));
    const { CancellationTokenSource } = await import("vscode-languageserver-protocol");
    const cancel = new CancellationTokenSource();
    const running = client.connection.sendRequest(
      "workspace/executeCommand",
      { command: "unoops.mend", arguments: [uri] },
      cancel.token,
    );
    await client.change(uri, 2, readFileSync(join(folder, "signal-exit.c"), "utf8"));
    expect(await client.diagnostics(uri, 2)).toHaveLength(1);
    cancel.cancel();
    await expect(running).rejects.toThrow("called off");
  });

  test("5,000 lines are judged anew after each change, however fast they come", async () => {
    const path = join(folder, "large.c");
    const text = largeModule(5000);
    writeFileSync(path, text);
    const uri = await client.open(path);
    await client.diagnostics(uri, 1);
    const last = 11;
    for (let version = 2; version <= last; version++)
      await client.change(uri, version, `${text}/* ${version} */\n`);
    expect((await client.diagnostics(uri, last)).length).toBeGreaterThan(0);
  });
});

function applied(text: string, edit: unknown): string {
  const [change] = (edit as { documentChanges: { edits: { range: Range; newText: string }[] }[] })
    .documentChanges;
  const lines = text.split("\n");
  const [{ range, newText }] = change!.edits as [{ range: Range; newText: string }];
  const before = lines.slice(0, range.start.line).map((line) => `${line}\n`);
  return [...before, newText, lines.slice(range.end.line).join("\n")].join("");
}

interface Range {
  readonly start: { readonly line: number };
  readonly end: { readonly line: number };
}
