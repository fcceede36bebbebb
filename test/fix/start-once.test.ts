import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import { FIXTURES } from "../run/harness.ts";
import { moduleOf, textOf, withIdiom } from "./bench.ts";

const ONCE = "start no second thread while there is one";

const source = (name: string) => moduleOf(readFileSync(join(FIXTURES, name), "utf8"));
const finding = (name: string): Finding => ({
  rule: "kthread-outlives-module",
  severity: "error",
  message: "",
  span: { file: "module.c", line: 17, column: 1 },
  function: name,
  notes: [],
});

test.each([
  [
    "session-starts-twice.c",
    `		if (!s->beater) {
			t = kthread_run(beat, s, "beater");
			if (IS_ERR(t))
				err = PTR_ERR(t);
			else
				s->beater = t;
		}
		break;`,
  ],
  [
    "netlink-starts-twice.c",
    `	struct task_struct *t;

	if (!beater) {
		t = kthread_run(beat, NULL, "beater");
		if (!IS_ERR(t))
			beater = t;
	}
}`,
  ],
])("%s asks for the thread that there is before it starts one", (name, lines) => {
  const made = withIdiom(source(name), finding("beat"), (title) => title === ONCE);
  if (!made.source) throw new Error(made.refusal);
  expect(textOf(made.source)).toContain(lines);
});

test("a thread whose handle is in a local variable only is not asked for", () => {
  const text = textOf(source("netlink-starts-twice.c")).replace("beater = t;", "wake_up_process(t);");
  const made = withIdiom(moduleOf(text), finding("beat"), (title) => title === ONCE);
  expect(made.refusal).toContain("the handle is kept nowhere where the next start could look for it");
});

test("a handle that a local variable brings to a global is stopped there when the module is unloaded", () => {
  const made = withIdiom(source("key-sequence.c"), finding("beat"), (title) =>
    title.startsWith("stop the thread at the end of unloading"),
  );
  if (!made.source) throw new Error(made.refusal);
  expect(textOf(made.source)).toContain("\tcancel_work_sync(&start);\n\tkthread_stop(beater);\n");
  expect(textOf(made.source)).not.toContain("beat_task");
});
