import { join } from "node:path";
import { expect, test } from "vitest";
import { explore } from "../../src/explore/explore.ts";
import { USER_SPACE } from "../../src/machine/machine.ts";
import { fixtures } from "../run/fixtures.ts";
import { compile, FIXTURES } from "../run/harness.ts";
import { CheckedMachine } from "./checked-machine.ts";

/** A step that writes where nobody notices makes two states look like one: then "safe" is worth nothing. */
test.each(fixtures())(
  "every state of %s is told apart from the others, comes back as it was, and its steps are remembered right",
  async (name) => {
    const machine = new CheckedMachine(await compile(join(FIXTURES, name), "6.12"), { faults: true });
    machine.idle.enabled = true;
    explore(machine, { external: USER_SPACE, endless: () => undefined, limits: { states: 250 } });
    expect(machine.saves).toBeGreaterThan(0);
  },
);
