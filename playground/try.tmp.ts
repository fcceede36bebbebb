import { chromium } from "playwright-core";
import { serve } from "./serve.ts";
import { TARGET } from "./build.ts";
const { server, address } = await serve(TARGET);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.on("console", (m) => console.log("console", m.text()));
page.on("pageerror", (e) => console.log("pageerror", e.message));
page.on("requestfailed", (r) => console.log("failed", r.url()));
await page.goto(address);
for (const name of process.argv.slice(2)) {
  const t = Date.now();
  await page.getByRole("button", { name }).click();
  await page
    .locator(".said")
    .filter({ hasText: /^(Done|Stopped|.*(fail|not|refused|compile for|given up))/ })
    .waitFor({ timeout: 300000 });
  console.log(name, (Date.now() - t) / 1000, "s", await page.locator(".said").textContent());
}
await page.screenshot({ path: "/tmp/play/try.png", fullPage: true });
console.log((await page.locator(".result").innerText()).slice(0, 1500));
await browser.close();
server.close();
