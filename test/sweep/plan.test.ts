import { expect, test } from "vitest";
import { planOf } from "../../src/sweep/entries.ts";
import { readPlan } from "../../src/sweep/plan.ts";
import { withFiles } from "../run-command.ts";

const plan = (jobs: unknown): string => JSON.stringify({ name: "nightly", jobs });

test("a plan's paths are taken from where it lies", () =>
  withFiles(
    { "p.json": plan([{ check: ["a"], exclude: ["b"] }, { explain: ["/x.log"] }]) },
    async (folder) => {
      expect(readPlan(`${folder}/p.json`).jobs).toEqual([
        { check: [`${folder}/a`], exclude: ["b"] },
        { explain: ["/x.log"] },
      ]);
    },
  ));

test.each([
  ["{", /p\.json: /],
  ['{"name": "x"}', /p\.json: jobs: /],
  [plan([{ run: ["a"], kernels: ["9.9"] }]), /p\.json: jobs\[0\]: kernels\.0: /],
  [plan([{ run: ["a"], check: ["a"] }]), /jobs\[0\]: give one of check, check --run, run, confirm, explain/],
  [plan([{ check: ["a"], fautls: [true] }]), /jobs\[0\]: Unrecognized key: "fautls"/],
  [JSON.stringify({ name: "../x", jobs: [{ check: ["a"] }] }), /name: /],
])("what is wrong with the plan %j is told in one line", (text, message) =>
  withFiles({ "p.json": text }, async (folder) => {
    expect(() => readPlan(`${folder}/p.json`)).toThrow(message);
  }),
);

test("paths and options make a plan: sources are checked and run, logs explained", () =>
  withFiles({ "a.c": "", "panic.txt": "" }, async (folder) => {
    const { jobs } = planOf([`${folder}/a.c`, `${folder}/panic.txt`], {
      run: true,
      kernel: "6.1,6.12",
      faults: true,
      users: "1,2",
    });
    expect(jobs).toMatchObject([
      { check: [`${folder}/a.c`], kernels: ["6.1", "6.12"] },
      { run: [`${folder}/a.c`], faults: [false, true], users: [1, 2], reload: [false] },
      { explain: [`${folder}/panic.txt`] },
    ]);
    expect(() => planOf([folder], { kernel: "9" })).toThrow("--kernel 9: no such model");
    expect(() => planOf([folder], { run: true, users: "many" })).toThrow("users");
  }));

test("check --run is an entry of its own, and takes the place of check", () =>
  withFiles({ "a.c": "", "p.json": plan([{ "check --run": ["a.c"], states: 10 }]) }, async (folder) => {
    const path = `${folder}/a.c`;
    expect(readPlan(`${folder}/p.json`).jobs).toEqual([{ "check --run": [path], exclude: [], states: 10 }]);
    const { jobs } = planOf([path], { checkRun: true, states: 10 });
    expect(jobs).toEqual([{ "check --run": [path], exclude: [], states: 10 }]);
    expect(() => planOf([`${folder}/p.json`], { checkRun: true })).toThrow(
      /^--check-run: .*says that itself/,
    );
  }));

test("an option that would change nothing is refused, for it was meant to", () =>
  withFiles({ "a.c": "", "p.json": plan([{ check: ["."] }]) }, async (folder) => {
    for (const meant of [{ faults: true }, { users: "2" }, { reload: true }, { states: 10 }])
      expect(() => planOf([`${folder}/a.c`], meant)).toThrow(/^--\w+: .*give --run/);
    expect(() => planOf([`${folder}/p.json`], { kernel: "6.1" })).toThrow(/^--kernel: .*says that itself/);
    expect(planOf([`${folder}/a.c`], { confirm: true, states: 10 }).jobs).toHaveLength(2);
  }));
