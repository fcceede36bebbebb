import { expect, test } from "vitest";
import { HEADERS, missingIn } from "./headers.ts";

test.each(HEADERS)(
  "%s alone shows the names that Linux's shows, of those that our headers have",
  async (header) => {
    expect(await missingIn(header)).toEqual([]);
  },
);
