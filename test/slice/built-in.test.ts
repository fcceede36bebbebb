import { expect, test } from "vitest";
import { alone, judgePart } from "./harness.ts";

const LISTENER = `#include <linux/kthread.h>
#include <rook/bus.h>

static int listen(void *data)
{
	for (;;)
		rook_answer(data);
	return 0;
}

int rook_begin(struct rook_bus *bus)
{
	struct task_struct *task = kthread_run(listen, bus, "rook");

	return PTR_ERR_OR_ZERO(task);
}
EXPORT_SYMBOL_GPL(rook_begin);
`;

const FILE = alone("rook.c", LISTENER);

test("a thread that nobody ends outlives nothing where its file is never in a module, and that is told", async () => {
  const verdict = await judgePart({ ...FILE, isBuiltIn: true }, "6.1");
  expect(verdict.outcome).toBe("safe");
  expect(verdict.assumptions).toContain("a module without an exit function is never unloaded");
});

test("where nothing says so a part does not tell, and where it is unloaded the thread outlives it", async () => {
  const unknown = await judgePart(FILE, "6.1");
  expect(unknown.outcome).toBe("undecided");
  const unloaded = `${LISTENER}\nstatic void __exit rook_end(void)\n{\n\trook_over();\n}\nmodule_exit(rook_end);\n`;
  const known = await judgePart({ ...alone("rook.c", unloaded), isBuiltIn: true }, "6.1");
  expect(known.outcome).toBe("bug");
});
