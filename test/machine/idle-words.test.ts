import { join } from "node:path";
import { expect, test } from "vitest";
import { explore } from "../../src/explore/explore.ts";
import { Machine, USER_SPACE } from "../../src/machine/machine.ts";
import { compile, FIXTURES } from "../run/harness.ts";

/** Counts searches: each begins with assumptions of which none was found wrong yet. */
class CountingMachine extends Machine {
  searches = 0;
  override get refined(): boolean {
    return super.refined;
  }
  override set refined(value: boolean) {
    this.searches++;
    super.refined = value;
  }
}

test("a search does not begin again for every pointer that a module turns out to follow", async () => {
  const machine = new CountingMachine(await compile(join(FIXTURES, "../many-bystanders.c"), "6.12"));
  machine.idle.enabled = true;
  const { complete } = explore(machine, { external: USER_SPACE, endless: () => undefined });
  expect(complete).toBe(true);
  expect(machine.searches).toBeGreaterThan(0);
  expect(machine.searches).toBeLessThan(12);
});
