import { join } from "node:path";
import { expect, test } from "vitest";
import { explore } from "../../src/explore/explore.ts";
import { Machine, USER_SPACE } from "../../src/machine/machine.ts";
import { isTrap } from "../../src/machine/trap.ts";
import { concernsThreads } from "../../src/run/classify.ts";
import { compile, FIXTURES } from "./harness.ts";

test.each([
  ["tasklet-outlives.c", false],
  ["outlives-module.c", true],
])(
  "whether a failure of %s is about a thread is known when the machine stands elsewhere: %s",
  async (name, expected) => {
    const machine = new Machine(await compile(join(FIXTURES, name), "6.12"), {});
    machine.idle.enabled = true;
    const { found } = explore(machine, {
      external: USER_SPACE,
      first: true,
      limits: { states: 2_000 },
      endless: () => undefined,
    });
    machine.reset();
    const gone = found
      .map(({ failure }) => failure)
      .filter((failure) => isTrap(failure) && failure.kind.startsWith("unloaded"));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.map((failure) => isTrap(failure) && concernsThreads(machine, failure))).toEqual(
      gone.map(() => expected),
    );
  },
);
