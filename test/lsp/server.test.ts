import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { createConnection } from "vscode-languageserver/node";
import type { CodeAction, CodeLens, Hover } from "vscode-languageserver-protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EditorFiles } from "../../src/scan/editor-files.ts";
import type { Workbench } from "../../src/lsp/workbench.ts";
import { Server } from "../../src/lsp/server.ts";
import { EXAMPLES } from "../run/harness.ts";
import { Client } from "./client.ts";

const MODULE = join(EXAMPLES, "signal-exit.c");
const files = new EditorFiles();
const bench: Workbench = {
  kernelOf: () => "6.12",
  told: (findings) => findings,
  header: (path, kernel) => files.header(path, kernel),
  siblings: (path, names, known, kernel) => files.siblings(path, names, known, kernel),
  run: async (_path, _open, _signal, line) =>
    line === undefined
      ? { outcome: "bug", summary: "it crashes", findings: 2, page: "/tmp/a page.html" }
      : { outcome: "undecided", summary: `nothing at ${line}`, findings: 0, page: "/tmp/b.html" },
  mend: async (path, open) => ({
    title: "take it out",
    why: "proven",
    files: [
      {
        path,
        before: open.get(path) ?? "",
        after: (open.get(path) ?? "").replace("PTR_ERR_OR_ZERO(k)", "0"),
      },
    ],
  }),
};

let client: Client;

beforeEach(async () => {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(there, back);
  // oxlint-disable-next-line no-new -- it lives as long as its connection
  new Server(connection, bench);
  connection.listen();
  client = new Client(back, there);
  await client.start();
});

afterEach(() => client.connection.dispose());

test("a finding comes with its rule, the token it is about, and both paths that lead to it", async () => {
  const uri = await client.open(MODULE);
  const [found, ...others] = await client.diagnostics(uri, 1);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ source: "unoops", code: "kthread-stop-after-exit", severity: 1 });
  expect(found?.range).toEqual({ start: { line: 31, character: 1 }, end: { line: 31, character: 13 } });
  const lines = found?.relatedInformation?.map(({ location }) => location.range.start.line);
  expect(lines?.length).toBeGreaterThanOrEqual(2);
  expect(found?.relatedInformation?.every(({ location }) => location.uri === uri)).toBe(true);
});

test("what is typed is judged, not what is on the disk", async () => {
  const uri = await client.open(MODULE, "int x;\n");
  expect(await client.diagnostics(uri, 1)).toEqual([]);
});

test("a hover over a finding is its rule's page", async () => {
  const uri = await client.open(MODULE);
  await client.diagnostics(uri, 1);
  const at = (line: number): Promise<Hover | null> =>
    client.request("textDocument/hover", { textDocument: { uri }, position: { line, character: 3 } });
  expect(JSON.stringify((await at(31))?.contents)).toContain(
    "kthread_stop() on a thread that has already exited",
  );
  expect(await at(2)).toBeNull();
});

async function actions(uri: string, line = 31): Promise<CodeAction[]> {
  const range = { start: { line, character: 1 }, end: { line, character: 1 } };
  return client.request("textDocument/codeAction", {
    textDocument: { uri },
    range,
    context: { diagnostics: [] },
  });
}

test("what can be done about a finding: mend it, run it, or accept it with a reason", async () => {
  const uri = await client.open(MODULE);
  await client.diagnostics(uri, 1);
  const titles = (await actions(uri)).map(({ title }) => title.split(" ")[0]);
  expect(titles).toEqual(["Mend", "Run", "Ignore"]);
});

test("two findings of a line are mended and run once, and accepted each", async () => {
  const uri = await client.open(join(EXAMPLES, "early-exit.c"));
  await client.diagnostics(uri, 1);
  const titles = (await actions(uri, 27)).map(({ title }) => title.split(" ").slice(0, 2).join(" "));
  expect(titles).toEqual([
    "Mend (proven):",
    "Run this",
    "Ignore kthread-err-ptr",
    "Ignore kthread-stop-after-exit",
  ]);
});

test("to accept a finding a reason must be written: until then it stays, and is asked for", async () => {
  const uri = await client.open(MODULE);
  await client.diagnostics(uri, 1);
  const ignore = (await actions(uri)).find(({ title }) => title.startsWith("Ignore"));
  const newText = ignore?.edit?.changes?.[uri]?.[0]?.newText ?? "";
  expect(newText).toBe("\t/* unoops-ignore kthread-stop-after-exit: */\n");
  const lines = readFileSync(MODULE, "utf8").split("\n");
  const withMark = (mark: string): string => [...lines.slice(0, 31), mark, ...lines.slice(31)].join("\n");
  await client.change(uri, 2, withMark(newText.trimEnd()));
  expect((await client.diagnostics(uri, 2)).map(({ severity }) => severity)).toEqual([1, 3]);
  await client.change(uri, 3, withMark(newText.trimEnd().replace(": */", ": the thread waits */")));
  expect(await client.diagnostics(uri, 3)).toEqual([]);
});

test("over module_init stands the verdict of the text as it is; after a change it is asked for again", async () => {
  const uri = await client.open(MODULE);
  const lens = async (): Promise<string | undefined> =>
    (await client.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } }))[0]?.command?.title;
  expect(await lens()).toBe("unoops: run every interleaving");
  await client.execute("unoops.run", uri);
  expect(await lens()).toBe("unoops: BUG, 2 findings: show the timeline");
  expect(client.shown).toEqual(["file:///tmp/a%20page.html"]);
  await client.execute("unoops.timeline", uri);
  expect(client.shown).toHaveLength(2);
  await client.change(uri, 2, "module_init(x);\n");
  expect(await lens()).toBe("unoops: run every interleaving");
});

test("a finding is run by its line, and what comes of it is no verdict on the module", async () => {
  const uri = await client.open(MODULE);
  const [finding] = await client.diagnostics(uri, 1);
  if (!finding) throw new Error("nothing was found");
  const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: finding.range,
    context: { diagnostics: [finding] },
  });
  const run = actions.find(({ title }) => title.startsWith("Run this finding"));
  const line = finding.range.start.line + 1;
  expect(run?.command?.arguments).toEqual([uri, line]);
  const ran = await client.request("workspace/executeCommand", {
    command: run?.command?.command,
    arguments: run?.command?.arguments,
  });
  expect(ran).toMatchObject({ summary: `nothing at ${line}` });
  expect(client.messages.at(-1)).toContain(`line ${line}: nothing at ${line}`);
  expect(client.shown).toEqual([]);
  const lenses = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
  expect(lenses[0]?.command?.title).toBe("unoops: run every interleaving");
});

test("a proven patch is an edit of the lines that change, of the version that was proven", async () => {
  const uri = await client.open(MODULE);
  await client.execute("unoops.mend", uri);
  expect(client.edits).toHaveLength(1);
  expect(client.edits[0]?.edit).toEqual({
    documentChanges: [
      {
        textDocument: { uri, version: 1 },
        edits: [
          {
            range: { start: { line: 26, character: 0 }, end: { line: 27, character: 0 } },
            newText: "\treturn 0;\n",
          },
        ],
      },
    ],
  });
});

test("a document that is closed keeps no findings", async () => {
  const uri = await client.open(MODULE);
  await client.diagnostics(uri, 1);
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  await expect.poll(() => client.diagnostics(uri, 0)).toEqual([]);
});
