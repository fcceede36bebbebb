import { describe, expect, test } from "vitest";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { buildGenerated, keptPrograms, pick, sampleModules } from "./build-generated.ts";
import { judge } from "./compare.ts";
import { fileOf } from "./generated-program.ts";
import { runSuite } from "./generated-suite.ts";

const builder = { toolchain: (await nativeToolchain()) ?? embeddedToolchain(), cache: keptPrograms() };

/** The same modules every time, and more of them to look for what these do not show: `UNOOPS_GENERATED=5000`. */
const MODULES = Number(process.env["UNOOPS_GENERATED"] ?? 560);

describe(`on ${MODULES} generated modules`, () => {
  test("the reduced and the plain search agree, with idle words in the state and out of it; every witness is minimal and replays", async () => {
    const { disagreements, ...counts } = await runSuite({
      ...builder,
      modules: MODULES,
      seed: 20260102,
      together: 20,
    });
    console.log(JSON.stringify(counts));
    expect(disagreements).toEqual([]);
    expect(counts.compared).toBeGreaterThanOrEqual(0.9 * MODULES);
    expect(counts.failing).toBeGreaterThanOrEqual(0.2 * MODULES);
  });

  test("stepping the kernel's services access by access gives the same verdict as running each in one step", async () => {
    const disagreements: string[] = [];
    let compared = 0;
    for (let round = 0; compared < 60; round++) {
      const modules = sampleModules(20, 20260103 + round);
      const whole = await buildGenerated(modules, "6.12", builder);
      const stepped = await buildGenerated(modules, "6.12", builder, true);
      for (const [which, module] of modules.entries()) {
        const parameters = pick(which);
        const coarse = judge(whole, { parameters }, "plain");
        if (!coarse.complete || coarse.states > SMALL) continue;
        const fine = judge(stepped, { parameters, stepServices: true }, "reduced");
        if (!fine.complete) continue;
        compared++;
        const flaw = flawOfSteps(coarse.rules, fine.rules);
        if (flaw !== undefined) disagreements.push(`${flaw}\n${fileOf([module])}`);
      }
    }
    console.log(JSON.stringify({ stepped: compared }));
    expect(disagreements).toEqual([]);
  });
});

/** States of a program whose services can be stepped too: there are some hundred times as many then. */
const SMALL = 400;

/** A broken program may show more of its symptoms when a thread can die in the middle of a service; a sound one must stay sound. */
function flawOfSteps(coarse: readonly string[], fine: readonly string[]): string | undefined {
  if (coarse.length === 0 && fine.length > 0) return `safe, but stepped: ${fine.join(", ")}`;
  const missed = coarse.filter((rule) => !fine.includes(rule));
  return missed.length > 0 ? `stepped misses ${missed.join(", ")}` : undefined;
}
