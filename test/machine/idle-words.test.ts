import { join } from "node:path";
import { expect, test } from "vitest";
import { explore } from "../../src/explore/explore.ts";
import { Machine, USER_SPACE } from "../../src/machine/machine.ts";
import { compile, FIXTURES } from "../run/harness.ts";

class CountingMachine extends Machine {
  begun = 0;
  override reset(): void {
    this.begun++;
    super.reset();
  }
}

test("a search does not begin again for every pointer that a module turns out to follow", async () => {
  const machine = new CountingMachine(await compile(join(FIXTURES, "many-bystanders.c"), "6.12"));
  machine.idle.enabled = true;
  const { complete } = explore(machine, { external: USER_SPACE, endless: () => undefined });
  expect(complete).toBe(true);
  // a dozen random walks, and a few searches
  expect(machine.begun).toBeLessThan(30);
});
