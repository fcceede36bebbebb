import { assert, asyncProperty, constantFrom, string } from "fast-check";
import { expect, test } from "vitest";
import { pageThatFits, renderPage } from "../../src/page/html.tsx";
import { pageOfRun } from "../../src/page/page-of.ts";
import { finding, page, SETTING, verdictOf } from "./page.ts";

const CLIENT = "1;";
const HOSTILE = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&<!--\x1b[2J\u202e\0`;

/** What a browser takes for markup: every tag, without what it says. A bare <wbr> stands where a long name may break, and is nothing else. */
function tagsOf(html: string): string[] {
  return [...html.matchAll(/<\/?[a-z!][^>]*>/gi)]
    .filter(([tag]) => !/^<wbr\/?>$/.test(tag))
    .map(([tag]) => /^<\/?[a-z!-]*\w*/i.exec(tag)?.[0] ?? "");
}

test("text of logs and modules is never markup: the page has the same tags whatever it says", async () => {
  const harmless = tagsOf(await renderPage(page([finding(4, "x")]), CLIENT));
  const hostile = tagsOf(await renderPage(page([finding(4, HOSTILE)]), CLIENT));
  expect(hostile).toEqual(harmless);
});

test("whatever the text is", async () => {
  const harmless = tagsOf(await renderPage(page([finding(3, "x")]), CLIENT));
  const text = string({ unit: constantFrom(..."<>/!-&\"'scriptly =x"), minLength: 1 });
  await assert(
    asyncProperty(text, async (said) => {
      expect(tagsOf(await renderPage(page([finding(3, said)]), CLIENT))).toEqual(harmless);
    }),
    { numRuns: 30 },
  );
});

test("no control character and no direction mark is in the page", async () => {
  const html = await renderPage(
    page([finding(4, HOSTILE)], { name: HOSTILE, source: () => HOSTILE }),
    CLIENT,
  );
  expect(html).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
});

test("the policy allows our script and style by their hashes, and nothing else", async () => {
  const html = await renderPage(page([finding(4)]), CLIENT);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(CLIENT));
  expect(policy).toContain(`script-src 'sha256-${Buffer.from(digest).toString("base64")}'`);
});

test("nothing in the page asks for anything: no address, no style attribute, no handler", async () => {
  const html = await renderPage(page([finding(4)]), CLIENT);
  expect(html).not.toMatch(/\s(?:src|style|on\w+)=|https?:|url\(|@import/);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(["data:,"]);
});

test("a page that would be too large is made with less", async () => {
  const long = Array.from({ length: 400 }, (_, i) => `line ${i} ${"x".repeat(900)}`).join("\n");
  const findings = Array.from({ length: 20 }, (_, i) => ({ ...finding(30), message: `finding ${i}` }));
  const make = (room: typeof SETTING.room): ReturnType<typeof pageOfRun> =>
    pageOfRun(verdictOf(findings), "x86_64", { ...SETTING, source: () => long, room });
  const html = await pageThatFits(make, CLIENT);
  expect(html.length).toBeLessThan(500_000);
  expect(html).toContain("finding 0");
});
