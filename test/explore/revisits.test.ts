import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Findings } from "../../src/explore/findings.ts";
import { DEFAULT_LIMITS, Meter } from "../../src/explore/limits.ts";
import { Revisits } from "../../src/explore/revisits.ts";
import { Sharing } from "../../src/explore/sharing.ts";
import { searchShortest } from "../../src/explore/shortest.ts";
import { reducedOnly } from "./settle.ts";
import { toys } from "./toy-programs.ts";
import { ToySystem } from "./toy-system.ts";

class CountsBeginnings extends ToySystem {
  beginnings = 0;

  override reset(): void {
    this.beginnings++;
    super.reset();
  }
}

const ENDLESS = { endless: () => ({ key: "endless" }) };

test("no search begins again, whatever it learns on its way", () => {
  fc.assert(
    fc.property(toys, (toy) => {
      const reduced = new CountsBeginnings(toy);
      expect(reducedOnly(reduced, reduced.external, ENDLESS).end.complete).toBe(true);
      const shortest = new CountsBeginnings(toy);
      const { external } = shortest;
      const options = external < 0 ? ENDLESS : { ...ENDLESS, external };
      const sharing = new Sharing();
      const end = searchShortest(shortest, sharing, new Meter(DEFAULT_LIMITS), new Findings(), options);
      expect(end.complete).toBe(true);
      expect([reduced.beginnings, shortest.beginnings]).toEqual([1, 1]);
    }),
    { seed: 11, numRuns: 200 },
  );
});

test("a state is due again when a step from it passed over what is shared since", () => {
  const sharing = new Sharing();
  const revisits = new Revisits(sharing, new Findings());
  const use = (process: number, location: number): void =>
    sharing.learn(process, { reads: [], writes: [location] });
  use(1, 7);
  revisits.passes(0, [7]);
  use(1, 8);
  revisits.passes(1, [8]);
  expect(revisits.take()).toEqual([]);
  use(2, 7);
  revisits.learn();
  expect(revisits.take()).toEqual([0]);
  expect(revisits.take()).toEqual([]);
});

test("a failure that holds for now is looked for again when something is learned", () => {
  const sharing = new Sharing();
  const findings = new Findings();
  const revisits = new Revisits(sharing, findings);
  findings.add({ key: "loops", provisional: true }, () => []);
  revisits.failsForNow(3);
  sharing.tookAway(5);
  revisits.passes(4, []);
  expect(revisits.take()).toEqual([4, 3]);
  expect(findings.has("loops")).toBe(false);
});
