import * as fc from "fast-check";
import { VARIABLES, type GeneratedModule } from "./generated-program.ts";
import { anywhere, several } from "./generated-statements.ts";

/** What a process may do that a thread may not: let it go, by one way or another. */
const stopping = fc.constantFrom(
  "if (first$) { kthread_stop(first$); first$ = NULL; }",
  "if (xchg(&flag$, 1) == 0) complete(&done$);",
  "if (!ctx$) ctx$ = kzalloc(sizeof(*ctx$), GFP_KERNEL);",
  "struct task_struct *mine = xchg(&first$, NULL); if (mine) kthread_stop(mine);",
);

const deed = several(fc.oneof({ weight: 2, arbitrary: anywhere }, { weight: 1, arbitrary: stopping }), 0, 2);

/** Modules with a file that processes write 0 and 1 to, some with a thread beside them. */
export const modulesWithUsers: fc.Arbitrary<GeneratedModule> = fc
  .record({ zero: deed, one: deed, hasThread: fc.boolean(), stops: fc.boolean() })
  .map(({ zero, one, hasThread, stops }) => ({
    variables: VARIABLES,
    threads: [
      `static int thread$(void *unused)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}`,
      `static ssize_t write$(struct file *file, const char __user *buf, size_t n, loff_t *pos)
{
	char c;

	if (get_user(c, buf))
		return -EFAULT;
	if (c == '0') {
	${zero}
	} else {
	${one}
	}
	return n;
}`,
      `static const struct file_operations fops$ = { .owner = THIS_MODULE, .write = write$ };
static struct miscdevice misc$ = { .minor = MISC_DYNAMIC_MINOR, .name = "file$", .fops = &fops$ };`,
    ],
    init: [
      hasThread ? 'first$ = kthread_run(thread$, NULL, "thread");' : "",
      "return misc_register(&misc$);",
    ].join("\n\t"),
    exit: ["misc_deregister(&misc$);", stops ? "if (first$) kthread_stop(first$);" : ""].join("\n\t"),
  }));
