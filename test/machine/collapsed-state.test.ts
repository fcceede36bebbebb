import { join } from "node:path";
import { expect, test } from "vitest";
import { explore } from "../../src/explore/explore.ts";
import { USER_SPACE } from "../../src/machine/machine.ts";
import { compile, EXAMPLES, FIXTURES } from "../run/harness.ts";
import { CheckedMachine } from "./checked-machine.ts";

let remembered = 0;

test.each([
  join(EXAMPLES, "signal-exit.c"),
  join(EXAMPLES, "pinned.c"),
  ...["count-stats", "family-timer", "family-workqueue", "family-rcu", "double-free", "use-after-free"].map(
    (name) => join(FIXTURES, `${name}.c`),
  ),
])(
  "every state of %s is told apart from the others, comes back as it was, and its steps are remembered right",
  async (path) => {
    const machine = new CheckedMachine(await compile(path, "6.12"), { faults: true });
    machine.idle.enabled = true;
    const limits = { states: 1500 };
    explore(machine, { external: USER_SPACE, endless: () => undefined, limits });
    expect(machine.saves).toBeGreaterThan(5);
    remembered += machine.remembered;
  },
);

test("steps of these modules were remembered at all", () => {
  expect(remembered).toBeGreaterThan(100);
});
