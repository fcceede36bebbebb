/**
 * Makes the pictures of README and docs, and all of them at the widths that people have, light and dark, to be looked at:
 *
 *   npm run build && npm run playground && npm run screenshots      pictures in docs/images/
 *   npm run screenshots -- pictures                            every page at every width there
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";
import { TARGET } from "../playground/build.ts";
import { serve } from "../playground/serve.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MAIN = join(ROOT, "dist/cli/main.js");

/** Pages by name, and the words that make them. */
const PAGES = {
  solve: ["solve", "--log", "examples/ipq5018-rmmod.log", "examples/early-exit.c"],
  run: ["run", "test/fixtures/modules/timer-freed.c"],
  fix: ["fix", "examples/signal-exit.c"],
  explain: ["explain", "examples/ipq5018-rmmod.log"],
  safe: ["run", "examples/pinned.c"],
};
/** The playground, as it is when a visitor comes, and with what its buttons bring. */
const PLAYED = { playground: undefined, "playground-solved": "Solve", "playground-run": "Run the module" };
const WIDTHS = [400, 1000, 1600];
const SCHEMES = ["light", "dark"] as const;

/** What README and docs show: a section of a page. */
const SHOWN = [
  { name: "timeline", page: "solve", section: ".stories .beside", width: 1400 },
  { name: "log", page: "solve", section: "main > section", width: 1400 },
] as const;

/** A picture of the playground: what a visitor sees at first, and a phone's. */
const SHOWN_PLAYED = [
  { name: "playground", button: "Solve", width: 1400, height: 1300 },
  { name: "playground-phone", button: undefined, width: 400, height: 860 },
] as const;

const folder = mkdtempSync(join(tmpdir(), "unoops-screenshots-"));
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
if (executablePath === undefined) throw new Error("no chromium: apt install chromium");
if (!existsSync(join(TARGET, "index.html")))
  throw new Error("the playground is not built: npm run playground");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const files = Object.entries(PAGES).map(([name, words]) => {
    const file = join(folder, `${name}.html`);
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...words, "--html", file], {
      cwd: ROOT,
      encoding: "utf8",
    });
    if (status === 2) throw new Error(stderr);
    return [name, pathToFileURL(file).href] as const;
  });
  const { server, address } = await serve(TARGET);
  const [target] = process.argv.slice(2);
  if (target === undefined) {
    await illustrate(new Map(files));
    await illustratePlayground(address);
  } else {
    await everything(files, target);
    await everyPlayground(address, target);
  }
  server.close();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function illustrate(files: ReadonlyMap<string, string>): Promise<void> {
  for (const { name, page: of, section, width } of SHOWN) {
    for (const colorScheme of SCHEMES) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.goto(files.get(of) ?? "");
      await page
        .locator(section)
        .first()
        .screenshot({ path: join(ROOT, "docs/images", `${name}-${colorScheme}.png`) });
      await page.close();
    }
  }
}

async function everything(files: readonly (readonly [string, string])[], target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  for (const [name, url] of files) {
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
        await page.goto(url);
        await page.screenshot({ path: join(target, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        await page.close();
      }
    }
  }
}

async function illustratePlayground(address: string): Promise<void> {
  for (const { name, button, width, height } of SHOWN_PLAYED) {
    const page = await browser.newPage({ viewport: { width, height } });
    await play(page, address, button);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate("scrollTo(0, 0)");
      await page.screenshot({ path: join(ROOT, "docs/images", `${name}-${colorScheme}.png`) });
    }
    await page.close();
  }
}

async function everyPlayground(address: string, target: string): Promise<void> {
  for (const [name, button] of Object.entries(PLAYED)) {
    const page = await browser.newPage();
    await play(page, address, button);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: join(target, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
    await page.close();
  }
}

/** Opens the playground, presses a button, and waits until that has brought what it brings. */
async function play(page: Page, address: string, button: string | undefined): Promise<void> {
  await page.goto(address);
  if (button === undefined) return;
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("status").filter({ hasText: /^Done/ }).first().waitFor({ timeout: 600_000 });
}
