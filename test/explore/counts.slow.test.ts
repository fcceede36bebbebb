import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildProgram } from "../../src/compile/build.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import { buildOptions } from "../run/harness.ts";
import { pick } from "./build-generated.ts";
import { judge, type Search } from "./compare.ts";

/** Programs in one module: compiling takes longer than searching one. */
const PROGRAMS = 40;
const MODULES = 6;

/** Two processes share these, each program its own. */
const words = fc.constantFrom("x", "y", "w");
const numbers = fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: -1, max: 4 }));
const comparisons = fc.constantFrom("==", "!=", "<", ">", "<=", ">=");

/** What a program does with a count: what it may do, and what it must not do if it is to be told less of. */
const actions = fc.oneof(
  { weight: 6, arbitrary: words.map((x) => `${x}++;`) },
  { weight: 2, arbitrary: fc.tuple(words, fc.integer({ min: 1, max: 3 })).map(([x, k]) => `${x} += ${k};`) },
  { weight: 2, arbitrary: words.map((x) => `atomic_inc((atomic_t *)&${x});`) },
  { weight: 2, arbitrary: fc.tuple(words, numbers).map(([x, k]) => `${x} = ${k};`) },
  { weight: 2, arbitrary: fc.tuple(words, words).map(([x, y]) => `${x} = ${y};`) },
  { weight: 3, arbitrary: words.map((x) => `${x}--;`) },
  { weight: 1, arbitrary: fc.tuple(words, words).map(([x, y]) => `${x} = ${y} * 2;`) },
  { weight: 2, arbitrary: words.map((x) => `((u8 *)&${x})[1] = 0;`) },
  { weight: 2, arbitrary: words.map((x) => `${x} = 258;`) },
  { weight: 1, arbitrary: words.map((x) => `if (*(u8 *)&${x} == 3) y++;`) },
  { weight: 1, arbitrary: words.map((x) => `if (atomic_dec_and_test((atomic_t *)&${x})) y = 4;`) },
  { weight: 1, arbitrary: words.map((x) => `memset((void *)&${x}, 0, sizeof(${x}));`) },
);
const comparison = fc
  .tuple(words, fc.boolean(), comparisons, numbers)
  .map(([x, unsigned, how, k]) => `(${unsigned ? "unsigned int" : "int"})${x} ${how} ${k}`);
const statements = fc.oneof(
  { weight: 3, arbitrary: actions },
  { weight: 2, arbitrary: comparison.map((condition) => `BUG_ON(${condition});`) },
  {
    weight: 1,
    arbitrary: fc.tuple(comparison, actions).map(([condition, action]) => `if (${condition}) ${action}`),
  },
);
const bodies = fc.array(statements, { minLength: 1, maxLength: 4 });
const programs = fc.record({ mine: bodies, theirs: bodies, rounds: fc.integer({ min: 1, max: 4 }) });
type Program = typeof programs extends fc.Arbitrary<infer P> ? P : never;

/** What is seldom drawn: a count that is past all it is compared with, and is then changed otherwise than by counting on. */
const PAST: readonly Program[] = [
  "x--;",
  "x = x * 2;",
  "x = x & 1;",
  "((u8 *)&x)[1] = 0;",
  "atomic_dec((atomic_t *)&x);",
  "y = x; if (y == 7) w = 1;",
  "x = -1;",
].map((change) => {
  const checks = ["BUG_ON(x == 1);", "BUG_ON(x == 2);", "BUG_ON(x < 0);", "BUG_ON(w == 1);"];
  return { mine: ["x = 258;", "if (x > 2) y++;", change, ...checks], theirs: ["w = 0;"], rounds: 1 };
});

/** A process of the module's counts while the loader does. */
function textOf({ mine, theirs, rounds }: Program, i: number): string {
  const own = (text: string): string => text.replaceAll(/\b[xyw]\b/g, (name) => `${name}_${i}`);
  const loop = (body: readonly string[]): string =>
    `for (i = 0; i < ${rounds}; i++) {\n${body.map((line) => `\t\t${own(line)}\n`).join("")}\t}`;
  return `static int x_${i}, y_${i}, w_${i};
static int theirs_${i}(void *unused)
{
	int i;

	${loop(theirs)}
	return 0;
}
static void mine_${i}(void)
{
	struct work_struct work;
	int i;

	INIT_WORK_ONSTACK(&work, run_${i});
	schedule_work(&work);
	${loop(mine)}
	flush_work(&work);
}
`.replace(
    "static void mine",
    `static void run_${i}(struct work_struct *work) { theirs_${i}(work); }\nstatic void mine`,
  );
}

function fileOf(all: readonly Program[]): string {
  return `#include <linux/module.h>
#include <linux/atomic.h>
#include <linux/string.h>
#include <linux/workqueue.h>
static int which;
module_param(which, int, 0);
${all.map(textOf).join("")}
static int __init start(void)
{
	switch (which) {
${all.map((_, i) => `\tcase ${i}: mine_${i}(); break;\n`).join("")}	}
	return 0;
}
static void __exit stop(void) { }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;
}

function build(all: readonly Program[]): Promise<LinkedProgram> {
  const source = {
    name: "counts",
    units: ["counts.c"],
    files: new Map([["counts.c", fileOf(all)]]),
    flags: [],
    userPath: (path: string) => path,
  };
  return buildProgram(source, buildOptions("6.12", "x86_64"));
}

function failures(program: LinkedProgram, which: number, search: Search): readonly string[] | undefined {
  const { complete, found } = judge(program, { parameters: pick(which) }, search);
  return complete ? [...new Set(found.map(({ failure }) => failure.key))].toSorted() : undefined;
}

test.each(Array.from({ length: MODULES }, (_, seed) => seed))(
  "what counts up to a number fails as it does when every value is told (modules of seed %i)",
  async (seed) => {
    const all = [...fc.sample(programs, { numRuns: PROGRAMS, seed: 7_000 + seed }), ...PAST];
    const program = await build(all);
    let failing = 0;
    for (let which = 0; which < all.length; which++) {
      const plain = failures(program, which, "plain");
      if (!plain) continue;
      failing += plain.length > 0 ? 1 : 0;
      for (const search of ["plain, idle words out", "reduced"] as const)
        expect({ search, program: all[which], failures: failures(program, which, search) }).toEqual({
          search,
          program: all[which],
          failures: plain,
        });
    }
    expect(failing).toBeGreaterThan(PROGRAMS / 8);
  },
  600_000,
);
