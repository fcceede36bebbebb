import { expect, test } from "vitest";
import { checkProgram } from "../../src/check/index.ts";
import { readSource } from "../../src/source/index.ts";

test("a star where a field's name should be is no name", () => {
  const text = `${" late. */\nstatic int worker_fn(void *data)\n{".repeat(4)}
	return run_once(data);
}

static int test(void)
{
	struct task_struct *t = kthread_run(worker_fn, NULL, "worker");

	if (IS_ERR(t))
		return PTR_ERR(t);
	get_task_struct(t);
	msleep(100);
	kthread_stop(t);
	put_task_struct(t);
	return 0;
}
`;
  expect(() => checkProgram([readSource("mutant.c", text)], [], "6.12")).not.toThrow();
});
