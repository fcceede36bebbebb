import * as fc from "fast-check";
import { VARIABLES, type GeneratedModule } from "./generated-program.ts";
import { several } from "./generated-statements.ts";

const inside = fc.constantFrom("a$ ^= 1;", "if (a$) b$ = 1;", "flag$ = 1;", "BUG_ON(a$ && b$ && flag$);");

/** A spinlock around it, in each form that a task may choose. */
const locked = fc
  .tuple(fc.constantFrom("", "", "_bh", "_irq"), inside)
  .map(([form, body]) => `spin_lock${form}(&lock$); ${body} spin_unlock${form}(&lock$);`);
const inHandler = fc.oneof(
  { weight: 3, arbitrary: inside.map((body) => `spin_lock(&lock$); ${body} spin_unlock(&lock$);`) },
  { weight: 1, arbitrary: fc.constant("if (spin_trylock(&lock$)) spin_unlock(&lock$);") },
  { weight: 1, arbitrary: fc.constant("if (flag$) { spin_lock(&lock$); a$ = 0; spin_unlock(&lock$); }") },
  { weight: 1, arbitrary: inside },
);
const timing = fc.constantFrom(
  "mod_timer(&timer$, 1);",
  "del_timer(&timer$);",
  "del_timer_sync(&timer$);",
  "disable_irq_nosync(9);",
  "enable_irq(9);",
);
const inTask = several(
  fc.oneof(
    { weight: 2, arbitrary: locked },
    { weight: 1, arbitrary: inside },
    { weight: 1, arbitrary: timing },
  ),
  1,
  3,
);

/** Modules whose timer and interrupt share a lock with insmod and rmmod. */
export const modulesWithHandlers: fc.Arbitrary<GeneratedModule> = fc
  .record({ tick: inHandler, handle: inHandler, both: fc.boolean(), start: inTask, end: inTask })
  .map(({ tick, handle, both, start, end }) => ({
    variables: VARIABLES,
    threads: [
      `static struct timer_list timer$;
static void tick$(struct timer_list *unused)
{
	${tick}
}`,
      `static irqreturn_t handle$(int irq, void *dev)
{
	${handle}
	return IRQ_HANDLED;
}`,
    ],
    init: [
      "timer_setup(&timer$, tick$, 0);",
      "mod_timer(&timer$, 1);",
      both ? 'if (request_irq(9, handle$, 0, "irq", &a$)) return -EBUSY;' : "",
      start,
      "return 0;",
    ].join("\n\t"),
    exit: [end, both ? "free_irq(9, &a$);" : "", "del_timer_sync(&timer$);"].join("\n\t"),
  }));
