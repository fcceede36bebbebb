import { expect, test } from "vitest";
import { pageOfFix } from "../../src/page/page-of-fix.ts";
import { ROOMS } from "../../src/page/room.ts";
import { pageOfConfirmed } from "../../src/page/page-of-confirm.ts";
import { diffLinesOf } from "../../src/page/patch.ts";
import { finding, page, SETTING, verdictOf } from "./page.ts";

test("the shortest interleaving comes first", () => {
  expect(page([finding(7), finding(3), finding(5)]).stories.map(({ rows }) => rows.length)).toEqual([
    3, 5, 7,
  ]);
});

test("findings without an interleaving come last, and are not lost", () => {
  const { witness: _, ...bare } = finding(3);
  expect(page([bare, finding(4)]).stories.map(({ rows }) => rows.length)).toEqual([4, 0]);
});

test("an object's bar begins where it is born, is dead after it was freed, and the fatal touch is marked", () => {
  const [story] = page([finding(5)]).stories;
  expect(story?.rows.map(({ bars }) => bars[0])).toEqual([
    { state: "none" },
    { state: "alive", mark: "born", usage: 2 },
    { state: "alive" },
    { state: "alive", mark: "freed", usage: 0 },
    { state: "dead", mark: "fatal" },
  ]);
  expect(story?.rows.map(({ fatal }) => fatal)).toEqual([false, false, false, false, true]);
});

test("a lane's line runs from its first step to its last", () => {
  const [story] = page([finding(5)]).stories;
  expect(story?.rows.map(({ lines }) => lines[1])).toEqual(["begins", "on", "on", "on", "ends"]);
  expect(story?.rows.map(({ lines }) => lines[0])).toEqual(["none", "begins", "on", "ends", "none"]);
});

test("a short file is shown whole, of a long one what lies around the steps", () => {
  const long = Array.from({ length: 5000 }, (_, i) => `a longer line ${i + 1}`).join("\n");
  const [room] = ROOMS;
  expect(page([finding(3)]).sources[0]?.pieces).toEqual([{ from: 1, lines: ["line one", "line two"] }]);
  const [piece] = page([finding(3)], { source: () => long }).sources[0]?.pieces ?? [];
  expect(piece?.lines).toHaveLength(room!.around + 2);
});

test("with less room there are fewer stories, and it is said how many are missing", () => {
  const all = Array.from({ length: 30 }, () => finding(3));
  const { stories, more } = page(all, { room: ROOMS.at(-1)! });
  expect(stories.length + more).toBe(30);
  expect(more).toBeGreaterThan(0);
});

test("a patch names the interleaving that it removes", () => {
  const [long, short] = [{ ...finding(9), rule: "double-free" as const }, finding(3)];
  const judgement = { proof: "proven" as const, because: [], left: [], came: [], verdicts: [verdictOf([])] };
  const best = { title: "t", cost: "c", judgement, files: [], size: 1 };
  const report = { kernels: [], targets: [long, short], before: [], candidates: [best], beyond: [] };
  const { patch, stories } = pageOfFix(report, best, "", SETTING);
  expect(stories[patch?.removes ?? -1]?.rule).toBe("double-free");
});

test("the lines of a diff know whether they are put in, taken away or say where", () => {
  const diff = "--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n-old\n+new\n same\n\\ No newline at end of file\n";
  expect(diffLinesOf(diff).map(({ sign }) => sign)).toEqual(["@", "@", "@", "-", "+", " ", "@"]);
});

test("a line that is taken away and looks like a file's name is one that is taken away", () => {
  const diff = "--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,1 @@\n--- b;\n same\n";
  expect(diffLinesOf(diff).map(({ sign }) => sign)).toEqual(["@", "@", "@", "-", " "]);
});

test("a console that is long keeps its end, where the kernel crashed", () => {
  const console = Array.from({ length: 5000 }, (_, i) => `line ${i}`);
  const played = { title: "load", said: "it crashed", isBad: true, notes: [], crash: [], console };
  const confirmed = {
    verdict: "confirmed",
    meaning: "it did",
    facts: [],
    run: verdictOf([]),
    played: [played],
  } as const;
  const page = pageOfConfirmed(confirmed, SETTING);
  expect(page.badge).toEqual({ word: "CONFIRMED", tone: "bad" });
  expect(page.played[0]?.console.at(-1)).toBe("line 4999");
  expect(page.played[0]?.console.length).toBeLessThan(5000);
});
