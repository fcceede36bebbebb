import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { defaultArch } from "../../src/core/kernel-version.ts";
import { runModule } from "../../src/run/run.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildWholeOrPart } from "../../src/slice/index.ts";
import { buildOptions, rulesOf } from "../run/harness.ts";
import { alone } from "./harness.ts";

/** A module with a timer and no thread, which names a struct that no kernel has. */
function module(body: { init?: string; exit: string }): string {
  return `#include <linux/module.h>
#include <linux/timer.h>
static bool shows;
module_param(shows, bool, 0444);
static struct timer_list tick;
static void on_tick(struct timer_list *t)
{
}
static void show(struct gizmo *gizmo)
{
	if (gizmo->depth > GIZMO_DEPTH_LIMIT)
		pr_info("deep\\n");
	pr_info("shown\\n");
}
static int __init gizmo_init(void)
{
	timer_setup(&tick, on_tick, 0);
	mod_timer(&tick, jiffies + HZ);
	${body.init ?? "if (shows)\n\t\tshow(NULL);"}
	return 0;
}
static void __exit gizmo_exit(void)
{
	${body.exit}
}
module_init(gizmo_init);
module_exit(gizmo_exit);
MODULE_LICENSE("GPL");
`;
}

async function verdictOn(text: string): Promise<Verdict & { warnings: string }> {
  const source = alone("gizmo.c", text);
  const program = await buildWholeOrPart(source, buildOptions("6.12", defaultArch("6.12")), {
    part: "auto",
    headers: () => () => undefined,
  });
  return { ...runModule(program, { source: sourceOf(source) }), warnings: program.warnings };
}

test("a module is run that names what the model lacks where nobody comes", async () => {
  const verdict = await verdictOn(module({ exit: "timer_delete_sync(&tick);" }));
  expect(verdict.outcome).toBe("safe");
  expect(verdict.warnings).toContain("no member named 'depth'");
  expect(verdict.assumptions).toContain("GIZMO_DEPTH_LIMIT, a constant which the model lacks, is 16384");
});

test("what fails in such a module is found", async () => {
  const verdict = await verdictOn(module({ exit: 'pr_info("gone\\n");' }));
  expect(verdict.outcome).toBe("bug");
  expect(rulesOf(verdict)).toContain("timer-outlives-module");
});

test("who comes to what the model lacks ends the run, and is told of it", async () => {
  const verdict = await verdictOn(module({ init: "show(NULL);", exit: "timer_delete_sync(&tick);" }));
  expect(verdict.outcome).toBe("undecided");
  expect(verdict.coverage.join("\n")).toContain("gizmo.c:11: uses depth, which unoops does not model");
});

test("a member that the model's struct has not is left out of an initializer, and named", async () => {
  const text = module({ exit: "timer_delete_sync(&tick);" }).replace(
    "static bool shows;",
    "static bool shows;\nstatic struct notifier_block nb = {\n\t.depth = 3,\n\t.priority = 1,\n};",
  );
  const verdict = await verdictOn(text.replace("shown", "shown %d").replace('%d\\n"', '%d\\n", nb.priority'));
  expect(verdict.outcome).toBe("safe");
  expect(verdict.assumptions).toContain(
    "the member depth of struct notifier_block, which the model lacks, is looked at by nobody",
  );
});

test("a header of the module's own that is not there declares nothing, and is named", async () => {
  const text = module({ exit: "timer_delete_sync(&tick);" }).replace(
    "static bool shows;",
    '#include "gizmo-regs.h"\nstatic struct gizmo_regs regs;\nstatic gizmo_t *first;\nstatic bool shows;',
  );
  const verdict = await verdictOn(text);
  expect(verdict.outcome).toBe("safe");
  expect(verdict.assumptions).toContain("gizmo-regs.h, a header that is not there, declares nothing");
  const looks = await verdictOn(
    text.replace(
      "if (shows)\n",
      "bool deep = (shows && (regs.depth > 1));\n\tif (deep)\n\t\tfirst = NULL;\n\tif (shows)\n",
    ),
  );
  expect(looks.outcome).toBe("undecided");
  expect(looks.coverage.join("\n")).toContain("which unoops does not model");
});

test("what the compiler proposes for an unknown name is another name where it is hardly like it", async () => {
  const text = module({ init: "if (shows)\n\t\tshows = !sys_openat;", exit: "timer_delete_sync(&tick);" });
  const verdict = await verdictOn(`#include <linux/seq_file.h>\n${text}`);
  expect(verdict.outcome).toBe("safe");
  expect(verdict.warnings).toContain("'sys_openat'; did you mean");
});

test("a struct that nobody declares is the same one in each function that hands it on", async () => {
  const text = module({
    init: "if (shows)\n\t\tshows = hold(NULL);",
    exit: "timer_delete_sync(&tick);",
  }).replace(
    "static bool shows;",
    "static int hold(struct gadget *gadget);\nstatic bool shows;\nstatic int hold(struct gadget *gadget)\n{\n\treturn gadget == NULL;\n}",
  );
  expect((await verdictOn(text)).outcome).toBe("safe");
});

test.each([
  ["a name that is misspelt", "showz = true;"],
  ["a mistake that is no unknown name", "mod_timer(&tick);"],
])("%s is the module's own mistake", async (_what, line) => {
  await expect(verdictOn(module({ exit: `${line}\n\ttimer_delete_sync(&tick);` }))).rejects.toThrow(
    "does not compile",
  );
});

test("where nothing begins the module, what is unknown is a mistake", async () => {
  const text = "#include <linux/module.h>\nint find(void) { return nothing; }\n";
  await expect(verdictOn(text)).rejects.toThrow("does not compile");
});
