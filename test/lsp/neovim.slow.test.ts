import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { EXAMPLES } from "../run/harness.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const why = !existsSync("/usr/bin/nvim")
  ? " (skipped: no Neovim; apt install neovim)"
  : existsSync(MAIN)
    ? ""
    : " (skipped: not built; npm run build)";

/** Opens the module, waits for what is found, takes the first action that begins with "Mend", and writes what came of it. */
const SCRIPT = `
local config = { name = "unoops", cmd = { NODE, MAIN, "lsp" }, root_dir = FOLDER }
-- vim.lsp.start came with Neovim 0.8; Debian 12 has 0.7
local id = (vim.lsp.start or vim.lsp.start_client)(config)
vim.lsp.buf_attach_client(0, id)
local client = vim.lsp.get_client_by_id(id)
local function found() return vim.diagnostic.get(0) end
vim.wait(20000, function() return #found() > 0 end)
local before = found()
local mended = false
local lenses = vim.lsp.buf_request_sync(0, "textDocument/codeLens",
  { textDocument = vim.lsp.util.make_text_document_params() }, 10000)
client.request("workspace/executeCommand", { command = "unoops.mend", arguments = { vim.uri_from_bufnr(0) } },
  function() mended = true end, 0)
vim.wait(240000, function() return mended end)
vim.wait(20000, function() return #found() == 0 end)
local file = io.open(FOLDER .. "/said.json", "w")
file:write(vim.fn.json_encode({
  before = before[1] and before[1].code or "", line = before[1] and before[1].lnum or -1, after = #found(),
  lens = lenses[id].result[1].command.title,
  text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\\n"),
}))
file:close()
`;

test.skipIf(why !== "")(`a finding is shown and mended in headless Neovim${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-nvim-"));
  try {
    copyFileSync(join(EXAMPLES, "signal-exit.c"), join(folder, "signal-exit.c"));
    const script = [
      ["NODE", process.execPath],
      ["MAIN", MAIN],
      ["FOLDER", folder],
    ].reduce(
      (text, [name, value]) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), JSON.stringify(value)),
      SCRIPT,
    );
    writeFileSync(join(folder, "script.lua"), script);
    const args = [
      "--headless",
      "--clean",
      "-n",
      join(folder, "signal-exit.c"),
      "-c",
      `luafile ${folder}/script.lua`,
      "-c",
      "qa!",
    ];
    execFileSync("/usr/bin/nvim", args, {
      timeout: 400_000,
      env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), XDG_STATE_HOME: folder, HOME: folder },
    });
    const said: unknown = JSON.parse(readFileSync(join(folder, "said.json"), "utf8"));
    expect(said).toMatchObject({
      before: "kthread-stop-after-exit",
      line: 31,
      after: 0,
      lens: "unoops: run every interleaving",
    });
    expect(said).toHaveProperty(
      "text",
      expect.stringMatching(/kthread_should_stop\(\)[^]*kthread_should_stop\(\)|get_task_struct/),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
