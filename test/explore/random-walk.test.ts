import { expect, test } from "vitest";
import { Findings } from "../../src/explore/findings.ts";
import { Footprints } from "../../src/explore/footprints.ts";
import { walk } from "../../src/explore/random-walk.ts";
import { Sharing } from "../../src/explore/sharing.ts";
import type { Failure } from "../../src/explore/system.ts";
import { ToySystem } from "./toy-system.ts";

/** Takes too much for granted once: the end that it comes to then is no end of the real system. */
class LearnsAtItsEnd extends ToySystem {
  private isWrong = true;

  override atEnd(): Failure[] {
    const failures = this.isWrong ? [{ key: "wrong" }] : super.atEnd();
    if (this.isWrong) this.refined = true;
    this.isWrong = false;
    return failures;
  }
}

test("a walk forgets what it saw while too much was taken for granted", () => {
  const findings = new Findings();
  const system = new LearnsAtItsEnd({
    processes: [[{ do: "set", at: 0, to: 1 }]],
    late: [],
    variables: 1,
  });
  walk(system, new Sharing(), new Footprints(), findings, {
    walks: 2,
    length: 10,
    steps: 100,
    orderly: 10,
    deadline: Infinity,
    seed: 1,
  });
  expect(findings.has("wrong")).toBe(false);
  expect(findings.size).toBe(1);
});
