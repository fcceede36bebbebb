import * as fc from "fast-check";

/** How a module is written: what people differ in, one choice each. */
export interface Style {
  readonly indent: string;
  readonly newline: string;
  readonly lastNewline: boolean;
  readonly handle: "global" | "field" | "element";
  readonly test: "IS_ERR" | "unlikely" | "PTR_ERR_OR_ZERO" | "none" | "NULL" | "goto";
  readonly stop: "plain" | "guarded" | "cleared" | "comment" | "result";
  readonly thread: "at once" | "break" | "two returns" | "do_exit";
  readonly wrapped: boolean;
  readonly ownLine: boolean;
}

export const styles: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom("\t", "    ", "  "),
  newline: fc.constantFrom("\n", "\r\n"),
  lastNewline: fc.boolean(),
  handle: fc.constantFrom("global", "field", "element"),
  test: fc.constantFrom("IS_ERR", "unlikely", "PTR_ERR_OR_ZERO", "none", "NULL", "goto"),
  stop: fc.constantFrom("plain", "guarded", "cleared", "comment", "result"),
  thread: fc.constantFrom("at once", "break", "two returns", "do_exit"),
  wrapped: fc.boolean(),
  ownLine: fc.boolean(),
});

const HANDLES: Record<Style["handle"], { declares: string[]; name: string }> = {
  global: { declares: ["static struct task_struct *k;"], name: "k" },
  field: {
    declares: [
      "static struct state {",
      "\tint rounds;",
      "\tstruct task_struct *task; /* ours */",
      "} state;",
    ],
    name: "state.task",
  },
  element: { declares: ["static struct task_struct *threads[2];"], name: "threads[1]" },
};

const THREADS: Record<Style["thread"], string[]> = {
  "at once": ["\treturn 0;"],
  break: [
    "\twhile (!kthread_should_stop()) {",
    "\t\tif (data)",
    "\t\t\tbreak;",
    "\t\tschedule_timeout_interruptible(HZ);",
    "\t}",
    "\treturn 0;",
  ],
  "two returns": [
    "\tif (data)",
    "\t\treturn -EINVAL; /* no data */",
    "",
    '\tpr_info("one } two\\n");',
    "\treturn 0;",
  ],
  do_exit: ["\tdo_exit(0);"],
};

/** The text of a module whose thread may end before it is stopped; `exit` is the call that ends it in its kernel. */
export function sourceOf(style: Style, exit: "kthread_exit" | "do_exit" = "kthread_exit"): string {
  const { declares, name } = HANDLES[style.handle];
  const open = (head: string): string[] => (style.ownLine ? [head, "{"] : [`${head} {`]);
  const lines = [
    "/* generated */",
    "#include <linux/kthread.h>",
    "#include <linux/module.h>",
    "#include <linux/sched.h>",
    "",
    ...declares,
    "",
    "/* ends by itself */",
    ...open("static int work(void *data)"),
    ...THREADS[style.thread].map((line) => line.replace("do_exit", exit)),
    "}",
    "",
    ...open("static int __init start(void)"),
    ...(style.test === "goto" ? ["\tint err;", ""] : []),
    ...creation(name, style.wrapped),
    ...tests(name)[style.test],
    "}",
    "",
    ...open("static void __exit finish(void)"),
    ...stops(name)[style.stop],
    "}",
    "",
    "module_init(start);",
    "module_exit(finish);",
    'MODULE_LICENSE("GPL");',
  ];
  const text = lines
    .map((line) => line.replace(/^\t+/, (tabs) => style.indent.repeat(tabs.length)))
    .join(style.newline);
  return style.lastNewline ? text + style.newline : text;
}

function creation(name: string, wrapped: boolean): string[] {
  return wrapped
    ? [`\t${name} = kthread_run(work, NULL,`, '\t\t\t"worker/%d", 1);']
    : [`\t${name} = kthread_run(work, NULL, "worker");`];
}

function tests(name: string): Record<Style["test"], string[]> {
  return {
    IS_ERR: [`\tif (IS_ERR(${name}))`, `\t\treturn PTR_ERR(${name});`, "\treturn 0;"],
    unlikely: [
      `\tif (unlikely(IS_ERR(${name}))) {`,
      `\t\treturn PTR_ERR(${name});`,
      "\t}",
      "",
      "\treturn 0;",
    ],
    PTR_ERR_OR_ZERO: [`\treturn PTR_ERR_OR_ZERO(${name});`],
    none: ["\treturn 0;"],
    NULL: [`\tif (${name} == NULL)`, "\t\treturn -ENOMEM;", "", "\treturn 0;"],
    goto: [
      `\tif (IS_ERR(${name})) {`,
      `\t\terr = PTR_ERR(${name});`,
      "\t\tgoto out;",
      "\t}",
      "\terr = 0;",
      "out:",
      "\treturn err;",
    ],
  };
}

function stops(name: string): Record<Style["stop"], string[]> {
  return {
    plain: [`\tkthread_stop(${name});`],
    guarded: [`\tif (${name})`, `\t\tkthread_stop(${name});`, "\telse", '\t\tpr_info("none\\n");'],
    cleared: [`\tif (${name}) {`, `\t\tkthread_stop(${name});`, `\t\t${name} = NULL;`, "\t}"],
    comment: [`\tkthread_stop(${name}); /* waits */ // really`, '\tpr_info("stopped\\n");'],
    result: ["\tint err;", "", `\terr = kthread_stop(${name});`, '\tpr_info("it returned %d\\n", err);'],
  };
}
