import { expect, test } from "vitest";
import { defaultArch } from "../../src/core/kernel-version.ts";
import { judgeModule } from "../../src/judge/index.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildWholeOrPart, type PartChoice } from "../../src/slice/index.ts";
import { buildOptions, rulesOf } from "../run/harness.ts";
import { alone } from "../slice/harness.ts";

const CORE = `#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/err.h>

static struct task_struct *worker;

static int work(void *data)
{
	return 0;
}

int core_start(int unit)
{
	worker = kthread_run(work, NULL, "core");
	return PTR_ERR_OR_ZERO(worker);
}
EXPORT_SYMBOL(core_start);

void core_stop(void)
{
	kthread_stop(worker);
}
EXPORT_SYMBOL(core_stop);

static int __init core_init(void)
{
	return 0;
}

static void __exit core_exit(void)
{
}

module_init(core_init);
module_exit(core_exit);
MODULE_LICENSE("GPL");
`;

test("a module whose threads other modules begin is not called safe because its own init begins none", async () => {
  const source = alone("core.c", CORE);
  const build = (part: PartChoice): ReturnType<typeof buildWholeOrPart> =>
    buildWholeOrPart(source, buildOptions("6.12", defaultArch("6.12")), {
      part,
      headers: () => () => undefined,
    });
  const whole = await build("never");
  const itself = await judgeModule(source, whole, { source: sourceOf(source) }, {});
  expect(itself.coverage).toContain("no run of this module creates a thread");
  const verdict = await judgeModule(
    source,
    whole,
    { source: sourceOf(source) },
    { part: () => build("always") },
  );
  expect(verdict.scope).toBe("part");
  expect(rulesOf(verdict)).toContain("kthread-stop-after-exit");
});

test("where others need no arguments, the whole of such a module is run as they call it", async () => {
  const source = alone("core.c", CORE.replace("core_start(int unit)", "core_start(void)"));
  const whole = await buildWholeOrPart(source, buildOptions("6.12", defaultArch("6.12")), {
    part: "never",
    headers: () => () => undefined,
  });
  const verdict = await judgeModule(source, whole, { source: sourceOf(source) }, {});
  expect(rulesOf(verdict)).toContain("kthread-stop-after-exit");
});
