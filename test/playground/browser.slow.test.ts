import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildPlayground } from "../../playground/build.ts";
import { serve } from "../../playground/serve.ts";
import { openAddress, openBrowser, violations, whyNoBrowser } from "../page/browser.ts";
import { EXAMPLES, testCache } from "../run/harness.ts";

/** A first compilation on a busy machine. */
const LONG = 300_000;

const LOG = readFileSync(join(EXAMPLES, "ipq5018-rmmod.log"), "utf8");
/** Texts that nobody built ahead: the browser has to compile them. */
const OWN = readFileSync(join(EXAMPLES, "early-exit.c"), "utf8").replace("test thread", "my thread");
const ENDLESS = `#include <linux/kthread.h>
#include <linux/module.h>
static int __init spin_init(void)
{
	for (;;)
		;
	return 0;
}
static void __exit spin_exit(void) {}
module_init(spin_init);
module_exit(spin_exit);
MODULE_LICENSE("GPL");
`;
/** More interleavings than anybody waits for. */
const MANY = `#include <linux/kthread.h>
#include <linux/module.h>
static struct task_struct *all[6];
static int seen[6];
static int count(void *data)
{
	int i, me = (long)data;

	for (i = 0; i < 50; i++)
		WRITE_ONCE(seen[me], READ_ONCE(seen[(me + 1) % 6]) + i);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}
static int __init many_init(void)
{
	long i;

	for (i = 0; i < 6; i++)
		all[i] = kthread_run(count, (void *)i, "count %ld", i);
	return 0;
}
static void __exit many_exit(void)
{
	int i;

	for (i = 0; i < 6; i++)
		kthread_stop(all[i]);
}
module_init(many_init);
module_exit(many_exit);
MODULE_LICENSE("GPL");
`;

async function write(page: Page, log: string, source: string): Promise<void> {
  await page.getByLabel("Kernel log").fill(log);
  await page.getByLabel("Module", { exact: true }).fill(source);
}

function press(page: Page, name: string): Promise<void> {
  return page.getByRole("button", { name }).click();
}

/** What the page says when a job has ended. */
async function ended(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Stop" }).and(page.locator(":disabled")).waitFor({ timeout: LONG });
  return (await page.getByRole("status").first().textContent()) ?? "";
}

describe.skipIf(whyNoBrowser !== "")(`the playground in a browser${whyNoBrowser}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "unoops-playground-"));
  let browser: Browser;
  /** What one visitor's browser keeps. */
  let context: BrowserContext;
  let server: Server;
  let address = "";
  const complaints: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    await buildPlayground({ target: folder, ahead: ["4.4", "6.12"], cache: testCache });
    ({ server, address } = await serve(folder));
    browser = await openBrowser();
    context = await browser.newContext();
  }, 1_800_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    asked.length = 0;
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(fragment = "", scheme: "light" | "dark" = "light"): Promise<Page> {
    const mayAsk = (url: string): boolean => {
      asked.push(url);
      return url.startsWith(address) || url.startsWith("data:") || url.startsWith(`blob:${address}`);
    };
    const opened = await openAddress(context, address + fragment, mayAsk, scheme);
    opened.page.on("close", () => complaints.push(...opened.complaints));
    return opened.page;
  }

  test("the report's own case, from paste to proven patch, and the patched module is safe", async () => {
    const page = await open();
    await write(page, LOG, OWN);
    await press(page, "Solve");
    expect(await ended(page)).toBe("Done: SOLVED");
    expect(await page.locator(".result .facts").first().textContent()).toContain("linux 4.4");
    expect(await page.locator(".agreement caption").textContent()).toBe("6 of 6 agree");
    expect(await page.locator(".mark.fatal").count()).toBe(1);
    expect(await page.locator(".diff .put").allTextContents()).toContain("+\tget_task_struct(k);\n");
    await press(page, "Put it into the module");
    expect(await page.getByLabel("Module", { exact: true }).inputValue()).toContain("get_task_struct(k);");
    await press(page, "Run the module");
    expect(await ended(page)).toBe("Done: SAFE");
    // the list is no empty one: what the worker asks for is seen
    expect(asked.some((url) => url.includes("llvm.core.wasm"))).toBe(true);
    await page.close();
  });

  test("the compiler is fetched once: the next visit compiles another text without", async () => {
    const page = await open();
    await write(page, "", OWN.replace("my thread", "your thread"));
    await press(page, "Run the module");
    expect(await ended(page)).toBe("Done: BUG");
    expect(asked.filter((url) => url.includes("llvm"))).toEqual([]);
    await page.close();
  });

  test("a safe module of the examples: nothing is compiled for it", async () => {
    const visitor = await browser.newContext();
    const fetched: string[] = [];
    visitor.on("request", (request) => fetched.push(request.url()));
    const page = await visitor.newPage();
    await page.goto(address);
    await page.getByLabel("Example").selectOption("A thread that may end early, with its task_struct held");
    await press(page, "Run the module");
    expect(await ended(page)).toBe("Done: SAFE");
    expect(await page.locator(".timeline").count()).toBe(0);
    expect(fetched.some((url) => url.includes("kernel.json"))).toBe(true);
    expect(fetched.filter((url) => url.includes("llvm"))).toEqual([]);
    await visitor.close();
  });

  test("an endless loop is found, and a search without an end is stopped by a button; then another runs", async () => {
    const page = await open();
    await write(page, "", ENDLESS);
    await press(page, "Run the module");
    expect(await ended(page)).toBe("Done: BUG");
    expect(await page.locator(".result h3 .word").first().textContent()).toBe("endless-loop");

    await write(page, "", MANY);
    await page.getByLabel("At most").selectOption("300 s a run");
    await press(page, "Run the module");
    await page
      .getByRole("status")
      .first()
      .filter({ hasText: /states.* left/ })
      .waitFor({ timeout: LONG });
    await press(page, "Stop");
    expect(await ended(page)).toBe("Stopped.");
    await write(page, "", OWN);
    await press(page, "Run the module");
    expect(await ended(page)).toBe("Done: BUG");
    await page.close();
  });

  test("a log with script tags and control characters is text", async () => {
    const hostile = `<script>alert(1)</script></script><img src="http://example.org/x" onerror="alert(2)">`;
    const page = await open();
    await write(
      page,
      LOG.replaceAll("Generic DT based system", `${hostile}\x1b[31m\u202e\x07`).replaceAll(
        "Modules linked in: ",
        `Modules linked in: ${hostile.replaceAll(" ", "")} `,
      ),
      "",
    );
    await press(page, "Explain the log");
    expect(await ended(page)).toBe("Done: EXPLAINED");
    expect(await page.locator(".log").textContent()).toContain("<script>alert(1)</script>");
    expect(await page.locator(".log").textContent()).not.toMatch(/[\x1b\u202e\x07]/);
    expect(await page.locator("img").count()).toBe(0);
    await page.close();
  });

  test("a module that does not compile, in part or at all: what the compiler says, and a way to the line", async () => {
    const page = await open();
    await write(page, "", OWN.replace("return -ENOMEM;", "return nothing;"));
    await press(page, "Run the module");
    expect(await ended(page)).toBe("Done: BUG");
    expect(await page.locator(".result h2").nth(1).textContent()).toMatch(
      /^only a part was run .*does not compile/,
    );
    await write(page, "", "#include <linux/module.h>\nint f(void) { return nothing; }\n");
    await press(page, "Run the module");
    expect(await ended(page)).toContain("does not compile");
    await page.locator(".jump").first().click();
    expect(await page.evaluate<string>("getSelection().toString()")).toContain("return nothing;");
    await page.close();
  });

  test("a link carries the log and the module", async () => {
    const page = await open();
    await write(page, LOG, OWN);
    await page.getByRole("combobox", { name: "Kernel" }).selectOption("5.10");
    await press(page, "Link to this");
    await page.getByRole("status").filter({ hasText: "The link is" }).waitFor();
    const { hash } = new URL(page.url());
    await page.close();
    const other = await open(hash);
    await expect.poll(() => other.getByLabel("Kernel log").inputValue()).toBe(LOG);
    expect(await other.getByLabel("Module", { exact: true }).inputValue()).toBe(OWN);
    expect(await other.getByRole("combobox", { name: "Kernel" }).inputValue()).toBe("5.10");
    await other.close();
    const cut = await open(hash.slice(0, 200));
    await cut.getByRole("status").filter({ hasText: "this link is not whole" }).waitFor();
    await cut.close();
  });

  test("keys: Tab indents, Enter keeps the indent, Escape and Tab leave, Ctrl-Enter goes, arrows stay in the text", async () => {
    const page = await open();
    await write(page, "", "int f(void)\n{");
    const editor = page.getByLabel("Module", { exact: true });
    await editor.focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("return 0;");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await editor.inputValue()).toBe("int f(void)\n{\n\treturn 0;\n\t\t");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await editor.evaluate((one) => one === document.activeElement)).toBe(false);

    await page.getByLabel("Example").selectOption({ index: 0 });
    await page.getByLabel("Kernel log").fill("");
    await editor.focus();
    await page.keyboard.press("Control+Enter");
    expect(await ended(page)).toBe("Done: BUG");
    expect(await page.locator(".count").textContent()).toBe("step 5 of 5");
    await editor.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator(".count").textContent()).toBe("step 5 of 5");
    await page.locator(".result").focus();
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator(".count").textContent()).toBe("step 4 of 5");
    await page.close();
  });

  test("nothing stands in the way of anybody: axe-core finds nothing, light and dark, wide and on a phone", async () => {
    for (const scheme of ["light", "dark"] as const) {
      const page = await open("", scheme);
      const look = async (): Promise<void> => {
        for (const width of [1280, 400]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await violations(page)).toEqual([]);
          const beyond = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
          expect(beyond).toBeLessThanOrEqual(0);
        }
      };
      await look();
      await press(page, "Solve");
      expect(await ended(page)).toBe("Done: SOLVED");
      await look();
      await write(page, "", "int f(void) { return nothing; }\n");
      await press(page, "Run the module");
      expect(await ended(page)).toContain("does not compile");
      await look();
      await page.close();
    }
  });
});
