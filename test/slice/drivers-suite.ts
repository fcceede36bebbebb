import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { expectation, rulesOf } from "../run/harness.ts";
import { alone, judgePart } from "./harness.ts";

/** Drivers of which a header is nowhere, each of one kind that a part has to get right; the first line says what. */
const DRIVERS = fileURLToPath(new URL("../fixtures/drivers", import.meta.url));

/** One of so many is a quick test; the others are slow ones. */
const SOME = 10;

export function someDrivers(): string[] {
  return readdirSync(DRIVERS).filter((_, i) => i % SOME === 0);
}

export function otherDrivers(): string[] {
  return readdirSync(DRIVERS).filter((_, i) => i % SOME !== 0);
}

/** One test: a part of the driver is judged as its first line says. */
export function asItSays(name: string): void {
  test(`the driver ${name} is what its first line says`, async () => {
    const path = join(DRIVERS, name);
    const [outcome = "", ...said] = expectation(path).split(" ");
    const verdict = await judgePart(alone(path, readFileSync(path, "utf8")), "6.1", {
      faults: true,
    });
    if (/^(safe|undecided)$/.test(outcome)) expect(verdict.outcome).toBe(outcome);
    else expect(rulesOf(verdict)).toContain(outcome);
    expect([...verdict.coverage, ...verdict.assumptions].join("\n")).toContain(said.join(" "));
  });
}
