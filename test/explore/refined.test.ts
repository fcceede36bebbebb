import { expect, test } from "vitest";
import { explore } from "../../src/explore/explore.ts";
import type { Step } from "../../src/explore/system.ts";
import { ToySystem, type Toy } from "./toy-system.ts";

const TOY: Toy = {
  processes: [[{ do: "set", at: 0, to: 1 }], [{ do: "flip", at: 0 }]],
  late: [],
  variables: 1,
};

/** Takes too much for granted until a search, which alone has a grain with a version, comes to a step: that seems to fail. */
class LearnsByFailing extends ToySystem {
  wrong = 0;

  override step(process: number, answers: readonly number[], points?: number): Step {
    const step = super.step(process, answers, points);
    if (this.grain.version === undefined || this.wrong > 0) return step;
    this.wrong++;
    this.refined = true;
    return { ...step, failure: { key: "wrong" } };
  }
}

test.each([false, true])(
  "what seemed to fail while too much was taken for granted is looked for again, and is no failure (first only: %s)",
  (first) => {
    const system = new LearnsByFailing(TOY);
    const { found } = explore(system, { first, endless: () => undefined });
    expect(system.wrong).toBe(1);
    // the ends that toys come to
    expect(found.map(({ failure }) => failure.key.split(" ")[0])).toContain("end");
    expect(found.map(({ failure }) => failure.key)).not.toContain("wrong");
  },
);
