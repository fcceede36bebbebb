import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerExplain } from "../../src/cli/explain.ts";
import { registerFix } from "../../src/cli/fix.ts";
import { registerRun } from "../../src/cli/run.ts";
import { registerSolve } from "../../src/cli/solve.ts";
import { runCommand, type Register } from "../run-command.ts";
import { EXAMPLES, FIXTURES } from "../run/harness.ts";
import { openBrowser, openPage, violations, whyNoBrowser } from "./browser.ts";

/** Of another kernel, in a function that the examples have. */
const SECOND_CRASH = `BUG: kernel NULL pointer dereference, address: 0000000000000000
#PF: supervisor read access in kernel mode
Oops: 0000 [#1] PREEMPT SMP
CPU: 0 PID: 100 Comm: rmmod Not tainted 6.12.0 #1
RIP: 0010:kthread_stop+0x20/0x100
Call Trace:
 early_exit_exit+0x10/0x20 [early_exit]
 __do_sys_delete_module+0x1/0x2
`;

describe.skipIf(whyNoBrowser !== "")(`pages in a browser${whyNoBrowser}`, () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), "unoops-page-"));
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function write(name: string, register: Register, args: readonly string[]): Promise<string> {
    const file = join(folder, `${name}.html`);
    await runCommand(register, folder, [name, ...args, "--html", file]);
    return file;
  }

  test("the report's own case: from the log to the proven patch, step by step, by keys and by clicks", async () => {
    const file = await write("solve", registerSolve, [
      "--log",
      join(EXAMPLES, "ipq5018-rmmod.log"),
      join(EXAMPLES, "early-exit.c"),
    ]);
    expect(statSync(file).size).toBeLessThan(500_000);
    const { page, complaints } = await openPage(browser, file);
    expect(await page.title()).toBe("SOLVED: early_exit");
    expect(await page.locator(".count").textContent()).toBe("step 5 of 5");
    expect(await page.locator(".source .acts").textContent()).toContain("kthread_stop(k)");
    expect(await page.locator(".mark.fatal").count()).toBe(1);

    await page.keyboard.press("ArrowLeft");
    expect(await page.locator(".count").textContent()).toBe("step 4 of 5");
    await page.keyboard.press("Home");
    expect(await page.locator(".source .acts").textContent()).toContain("kthread_run");
    expect(await page.locator(".state").textContent()).toContain("task_struct of test thread");
    await page.locator(".step.fatal").click();
    expect(await page.locator("[aria-current=step]").textContent()).toContain("kthread_stop(k)");
    await page.getByRole("button", { name: "Step back" }).click();
    expect(await page.getByRole("status").textContent()).toContain("delayed_put_task_struct()");

    expect(await page.locator(".diff .put").allTextContents()).toContain("+\tget_task_struct(k);\n");
    expect(await page.locator(".agreement caption").textContent()).toBe("6 of 6 agree");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("on a phone what agrees is seen without scrolling aside", async () => {
    const file = await write("solve", registerSolve, [
      "--log",
      join(EXAMPLES, "ipq5018-rmmod.log"),
      join(EXAMPLES, "early-exit.c"),
    ]);
    const { page } = await openPage(browser, file);
    await page.setViewportSize({ width: 400, height: 800 });
    for (const word of await page.locator(".agreement .word").all()) {
      const box = await word.boundingBox();
      expect((box?.x ?? 1000) + (box?.width ?? 0)).toBeLessThanOrEqual(400);
    }
    await page.close();
  });

  test("several findings are tabs, the shortest first, and keys go between them", async () => {
    const file = await write("run", registerRun, [join(FIXTURES, "timer-freed.c")]);
    const { page, complaints } = await openPage(browser, file);
    const tabs = page.getByRole("tab");
    expect(await tabs.count()).toBeGreaterThan(1);
    const steps = await page.locator("[role=tab] small").allTextContents();
    const lengths = steps.map((text) => Number(/(\d+) steps/.exec(text)?.[1]));
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    await tabs.first().focus();
    await page.keyboard.press("ArrowRight");
    expect(await tabs.nth(1).getAttribute("aria-selected")).toBe("true");
    expect(await page.locator("#story-1").isVisible()).toBe(true);
    expect(await page.locator("#story-0").isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#story-0 .timeline").isVisible()).toBe(true);
    await page.close();
  });

  test("on paper a page that was dark is light, and on a phone every object stands over its own marks", async () => {
    const file = await write("run", registerRun, [join(FIXTURES, "timer-freed.c")]);
    const { page } = await openPage(browser, file, "dark");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const isLight = await page.evaluate<boolean>(
      "getComputedStyle(document.querySelector('.step')).backgroundColor.match(/\\d+/g).map(Number).every((part) => part > 200)",
    );
    expect(isLight).toBe(true);
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 400, height: 800 });
    const middle = async (selector: string): Promise<number> => {
      const box = await page.locator(selector).first().boundingBox();
      return Math.round((box?.x ?? 0) + (box?.width ?? 0) / 2);
    };
    expect(await middle(".shown thead .object:last-child")).toBe(await middle(".shown td.bar:last-child"));
    await page.close();
  });

  test("a safe module", async () => {
    const file = await write("run", registerRun, [join(EXAMPLES, "pinned.c")]);
    const { page, complaints } = await openPage(browser, file);
    expect(await page.locator(".badge").textContent()).toBe("SAFE");
    expect(await page.getByRole("tab").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a log with script tags and control characters is text", async () => {
    const hostile = `<script>alert(1)</script></script><img src="http://example.org/x" onerror="alert(2)">`;
    const log = readFileSync(join(EXAMPLES, "ipq5018-rmmod.log"), "utf8");
    writeFileSync(
      join(folder, "hostile.log"),
      log
        .replaceAll("Generic DT based system", `${hostile}\x1b[31m\u202e\x07`)
        .replaceAll("Modules linked in: ", `Modules linked in: ${hostile.replaceAll(" ", "")} `),
    );
    const file = await write("explain", registerExplain, ["hostile.log"]);
    const { page, complaints } = await openPage(browser, file);
    expect(await page.locator(".log").textContent()).toContain("<script>alert(1)</script>");
    expect(await page.locator(".log").textContent()).not.toMatch(/[\x1b\u202e\x07]/);
    expect(await page.locator("img").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a module whose name and text are markup", async () => {
    const name = "a<b>.c";
    copyFileSync(join(EXAMPLES, "early-exit.c"), join(folder, name));
    writeFileSync(
      join(folder, name),
      readFileSync(join(EXAMPLES, "early-exit.c"), "utf8").replace(`"test thread"`, `"</script><b>"`),
    );
    const file = await write("run", registerRun, [name]);
    const { page, complaints } = await openPage(browser, file);
    expect(await page.locator(".timeline thead").textContent()).toContain("</script><b>");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("nothing stands in the way of anybody: axe-core finds nothing, light and dark, wide and narrow", async () => {
    const log = readFileSync(join(EXAMPLES, "ipq5018-rmmod.log"), "utf8");
    writeFileSync(join(folder, "two.log"), `${log}\n${SECOND_CRASH}`);
    const pages = [
      await write("fix", registerFix, [join(EXAMPLES, "signal-exit.c")]),
      await write("run", registerRun, [join(FIXTURES, "timer-freed.c")]),
      await write("explain", registerExplain, ["two.log", "--src", EXAMPLES]),
    ];
    for (const file of pages) {
      for (const scheme of ["light", "dark"] as const) {
        const { page } = await openPage(browser, file, scheme);
        expect(await violations(page)).toEqual([]);
        await page.setViewportSize({ width: 400, height: 800 });
        expect(await violations(page)).toEqual([]);
        expect(
          await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth"),
        ).toBeLessThanOrEqual(0);
        await page.close();
      }
    }
  });

  test("without a script the page can be read: every interleaving, and the source", async () => {
    const file = await write("run", registerRun, [join(FIXTURES, "timer-freed.c")]);
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`file://${file}`);
    expect(await page.locator(".timeline").count()).toBeGreaterThan(1);
    expect(await page.locator(".timeline").last().isVisible()).toBe(true);
    expect(await page.locator(".controls").first().isVisible()).toBe(false);
    await page.close();
  });
});
