import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { expectation, rulesOf } from "../run/harness.ts";
import { alone, judgePart } from "./harness.ts";

/** Drivers of which a header is nowhere, each of one kind that a part has to get right; the first line says what. */
const DRIVERS = fileURLToPath(new URL("../fixtures/drivers", import.meta.url));

test.each(readdirSync(DRIVERS))("the driver %s is what its first line says", async (name) => {
  const path = join(DRIVERS, name);
  const [outcome = "", ...said] = expectation(path).split(" ");
  const verdict = await judgePart(alone(path, readFileSync(path, "utf8")), "6.1", {
    faults: true,
  });
  if (/^(safe|undecided)$/.test(outcome)) expect(verdict.outcome).toBe(outcome);
  else expect(rulesOf(verdict)).toContain(outcome);
  expect(verdict.coverage.join("\n")).toContain(said.join(" "));
});
