import { join } from "node:path";
import { expect, test } from "vitest";
import { explore } from "../../src/explore/explore.ts";
import { Machine, USER_SPACE } from "../../src/machine/machine.ts";
import { isTrap } from "../../src/machine/trap.ts";
import { concernsThreads } from "../../src/run/classify.ts";
import { compile, FIXTURES } from "./harness.ts";

test.each([
  ["timer-outlives.c", false],
  ["outlives-module.c", true],
])(
  "whether a failure of %s is about a thread is known when the machine stands elsewhere: %s",
  async (name, expected) => {
    const machine = new Machine(await compile(join(FIXTURES, name), "6.12"), {});
    const { found } = explore(machine, { external: USER_SPACE, first: true, endless: () => undefined });
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
