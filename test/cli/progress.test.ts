import { afterEach, expect, test, vi } from "vitest";
import { Progress } from "../../src/cli/terminal.ts";

const { isTTY, columns } = process.stderr;

afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(process.stderr, { isTTY, columns });
});

test("in a narrow terminal progress stays on its line: what goes on below could not be taken away", () => {
  Object.assign(process.stderr, { isTTY: true, columns: 40 });
  const written: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  vi.stubEnv("TERM", "xterm");
  const progress = new Progress();
  progress.say("27,306 states, 762 a second, 36 s, 7 found, at most 9 s left");
  expect(written).toEqual(["\r\x1b[K27,306 states, 762 a second, 36 s, 7 f…"]);
  progress.done();
  expect(written.at(-1)).toBe("\r\x1b[K");
});
