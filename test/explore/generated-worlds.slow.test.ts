import { describe, expect, test } from "vitest";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { buildGenerated, keptPrograms, pick, sampleModules } from "./build-generated.ts";
import { judge } from "./compare.ts";
import { modulesWithHandlers } from "./generated-handlers.ts";
import { fileOf } from "./generated-program.ts";
import { modulesWithServices } from "./generated-services.ts";
import { runSuite } from "./generated-suite.ts";
import { modulesWithUsers } from "./generated-users.ts";

const builder = { toolchain: (await nativeToolchain()) ?? embeddedToolchain(), cache: keptPrograms() };
const TWO = { users: 2, loads: 1 };

describe("on generated modules that two processes use at the same time", () => {
  test("the reduced and the plain search agree, and every witness is minimal and replays", async () => {
    const { disagreements, ...counts } = await runSuite({
      ...builder,
      modules: 24,
      seed: 20261127,
      together: 12,
      kind: modulesWithUsers,
      world: TWO,
    });
    console.log(JSON.stringify(counts));
    expect(disagreements).toEqual([]);
    expect(counts.compared).toBeGreaterThanOrEqual(15);
    expect(counts.failing).toBeGreaterThanOrEqual(5);
  });

  test("what one process shows, two show as well; what none shows, one does", async () => {
    const modules = sampleModules(12, 20261128, modulesWithUsers);
    const program = await buildGenerated(modules, "6.12", builder);
    const missed: string[] = [];
    for (const [which, module] of modules.entries()) {
      const rules = [0, 1, 2].map((users) => {
        const { complete, rules: found } = judge(
          program,
          { parameters: pick(which), world: { users, loads: 1 } },
          "reduced",
        );
        return complete ? found : undefined;
      });
      for (const [users, fewer] of rules.entries()) {
        const more = rules[users + 1];
        const lost = fewer && more ? fewer.filter((rule) => !more.includes(rule)) : [];
        if (lost.length > 0)
          missed.push(`${users + 1} processes miss ${lost.join(", ")}\n${fileOf([module])}`);
      }
    }
    expect(missed).toEqual([]);
  });
});

test("on generated modules that are loaded twice the reduced and the plain search agree, and every witness is minimal and replays", async () => {
  const { disagreements, ...counts } = await runSuite({
    ...builder,
    modules: 8,
    seed: 20261129,
    together: 8,
    world: { users: 1, loads: 2 },
  });
  console.log(JSON.stringify(counts));
  expect(disagreements).toEqual([]);
  expect(counts.compared).toBeGreaterThanOrEqual(4);
});

test("on generated modules whose handlers share a lock with tasks the reduced and the plain search agree, and every witness is minimal and replays", async () => {
  const { disagreements, ...counts } = await runSuite({
    ...builder,
    modules: 24,
    seed: 20261130,
    together: 12,
    kind: modulesWithHandlers,
  });
  console.log(JSON.stringify(counts));
  expect(disagreements).toEqual([]);
  expect(counts.compared).toBeGreaterThanOrEqual(20);
  expect(counts.failing).toBeGreaterThanOrEqual(5);
});

/** More than a few, to look for what the few do not show: `UNOOPS_GENERATED=500`. */
const WITH_SERVICES = Number(process.env["UNOOPS_GENERATED"] ?? 48);

test(`on ${WITH_SERVICES} generated modules that timers, work, RCU, interrupts, notifiers and files call back the reduced and the plain search agree, and every witness is minimal and replays`, async () => {
  const { disagreements, ...counts } = await runSuite({
    ...builder,
    modules: WITH_SERVICES,
    seed: 1,
    together: 12,
    kind: modulesWithServices,
    kernels: ["5.10", "6.1", "6.12", "7.2"],
  });
  console.log(JSON.stringify(counts));
  expect(disagreements).toEqual([]);
  expect(counts.compared).toBeGreaterThanOrEqual(0.8 * WITH_SERVICES);
  expect(counts.failing).toBeGreaterThanOrEqual(0.1 * WITH_SERVICES);
});
