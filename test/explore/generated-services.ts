import * as fc from "fast-check";
import { VARIABLES, type GeneratedModule } from "./generated-program.ts";
import { anywhere, inAtomic, several } from "./generated-statements.ts";

/** A service that calls the module back, as pieces of C: `$` is the module's number, BODY a call of what the callback does. */
interface Service {
  readonly declares: string;
  /** The callback may not sleep. */
  readonly isAtomic?: boolean;
  readonly begins: string;
  /** What anybody may do with it meanwhile, and what only those who may sleep. */
  readonly deeds: readonly string[];
  readonly sleepingDeeds: readonly string[];
  /** The right end first, then those that people write. */
  readonly ends: readonly [string, ...string[]];
}

const SERVICES: readonly Service[] = [
  {
    declares: "static struct delayed_work work$;\nstatic void work_fn$(struct work_struct *unused)\n{\nBODY}",
    begins: "INIT_DELAYED_WORK(&work$, work_fn$); schedule_delayed_work(&work$, 1);",
    deeds: [
      "mod_delayed_work(system_wq, &work$, 1);",
      "schedule_delayed_work(&work$, 0);",
      "cancel_delayed_work(&work$);",
    ],
    sleepingDeeds: ["flush_delayed_work(&work$);"],
    ends: [
      "cancel_delayed_work_sync(&work$);",
      "flush_delayed_work(&work$);",
      "cancel_delayed_work(&work$);",
    ],
  },
  {
    declares: `static struct workqueue_struct *wq$;
static void job$(struct work_struct *unused)
{
BODY}
static DECLARE_WORK(item$, job$);`,
    begins:
      'wq$ = alloc_workqueue("wq$", WQ_UNBOUND, 1);\n\tif (!wq$) return -ENOMEM;\n\tqueue_work(wq$, &item$);',
    deeds: ["queue_work(wq$, &item$);"],
    sleepingDeeds: ["flush_work(&item$);", "cancel_work_sync(&item$);"],
    ends: [
      "destroy_workqueue(wq$);",
      "cancel_work_sync(&item$); destroy_workqueue(wq$);",
      "flush_workqueue(wq$);",
    ],
  },
  {
    declares: `static struct kthread_worker *worker$;
static void duty$(struct kthread_work *unused)
{
BODY}
static DEFINE_KTHREAD_WORK(piece$, duty$);`,
    begins:
      'worker$ = kthread_create_worker(0, "worker$");\n\tif (IS_ERR(worker$)) return PTR_ERR(worker$);\n\tkthread_queue_work(worker$, &piece$);',
    deeds: ["kthread_queue_work(worker$, &piece$);"],
    sleepingDeeds: ["kthread_flush_work(&piece$);"],
    ends: [
      "kthread_destroy_worker(worker$);",
      "kthread_cancel_work_sync(&piece$); kthread_destroy_worker(worker$);",
      "kthread_flush_worker(worker$);",
    ],
  },
  {
    declares: "static struct tasklet_struct tasklet$;\nstatic void soft$(unsigned long unused)\n{\nBODY}",
    isAtomic: true,
    begins: "tasklet_init(&tasklet$, soft$, 0); tasklet_schedule(&tasklet$);",
    deeds: ["tasklet_schedule(&tasklet$);"],
    sleepingDeeds: ["tasklet_disable(&tasklet$); tasklet_enable(&tasklet$);"],
    ends: ["tasklet_kill(&tasklet$);", ""],
  },
  {
    declares: `static struct hrtimer hrtimer$;
static enum hrtimer_restart rings$(struct hrtimer *unused)
{
BODY	return HRTIMER_NORESTART;
}`,
    isAtomic: true,
    begins: `#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
	hrtimer_init(&hrtimer$, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer$.function = rings$;
#else
	hrtimer_setup(&hrtimer$, rings$, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
#endif
	hrtimer_start(&hrtimer$, ms_to_ktime(1), HRTIMER_MODE_REL);`,
    deeds: [
      "hrtimer_start(&hrtimer$, ms_to_ktime(1), HRTIMER_MODE_REL);",
      "hrtimer_try_to_cancel(&hrtimer$);",
    ],
    sleepingDeeds: ["hrtimer_cancel(&hrtimer$);"],
    ends: ["hrtimer_cancel(&hrtimer$);", "hrtimer_try_to_cancel(&hrtimer$);"],
  },
  {
    declares: `static struct node$ { struct rcu_head head; int n; } *node$;
static void freed$(struct rcu_head *head)
{
BODY	kfree(container_of(head, struct node$, head));
}`,
    isAtomic: true,
    begins: "node$ = kzalloc(sizeof(*node$), GFP_KERNEL);",
    deeds: [
      "{ struct node$ *n; rcu_read_lock(); n = rcu_dereference(node$); if (n) n->n = 1; rcu_read_unlock(); }",
      "{ struct node$ *n = node$; if (n) n->n = 1; }",
      "{ struct node$ *n = xchg(&node$, NULL); if (n) call_rcu(&n->head, freed$); }",
    ],
    sleepingDeeds: ["synchronize_rcu();"],
    ends: [
      "{ struct node$ *n = xchg(&node$, NULL); if (n) call_rcu(&n->head, freed$); } rcu_barrier();",
      "{ struct node$ *n = xchg(&node$, NULL); synchronize_rcu(); kfree(n); } rcu_barrier();",
      "{ struct node$ *n = xchg(&node$, NULL); if (n) call_rcu(&n->head, freed$); } synchronize_rcu();",
    ],
  },
  {
    declares: `static irqreturn_t hard$(int irq, void *dev) { return IRQ_WAKE_THREAD; }
static irqreturn_t threaded$(int irq, void *dev)
{
BODY	return IRQ_HANDLED;
}`,
    begins: 'if (request_threaded_irq(9, hard$, threaded$, 0, "irq$", &a$)) return -EBUSY;',
    deeds: ["disable_irq_nosync(9); enable_irq(9);"],
    sleepingDeeds: ["disable_irq(9); enable_irq(9);", "synchronize_irq(9);"],
    ends: ["free_irq(9, &a$);", "synchronize_irq(9);"],
  },
  {
    declares:
      "static void raised$(struct irq_work *unused)\n{\nBODY}\nstatic struct irq_work raise$ = { .func = raised$ };",
    isAtomic: true,
    begins: "init_irq_work(&raise$, raised$); irq_work_queue(&raise$);",
    deeds: ["irq_work_queue(&raise$);"],
    sleepingDeeds: ["irq_work_sync(&raise$);"],
    ends: ["irq_work_sync(&raise$);", ""],
  },
  {
    declares: `static BLOCKING_NOTIFIER_HEAD(chain$);
static int told$(struct notifier_block *unused, unsigned long what, void *data)
{
BODY	return NOTIFY_OK;
}
static struct notifier_block block$ = { .notifier_call = told$ };`,
    begins: "blocking_notifier_chain_register(&chain$, &block$);",
    deeds: [],
    sleepingDeeds: [
      "blocking_notifier_call_chain(&chain$, 1, NULL);",
      "blocking_notifier_chain_unregister(&chain$, &block$);",
    ],
    ends: ["blocking_notifier_chain_unregister(&chain$, &block$);"],
  },
  {
    declares: `static ssize_t level$_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf, size_t n)
{
BODY	return n;
}
static struct kobj_attribute level$ = __ATTR(level, 0200, NULL, level$_store);
static struct kobject *folder$;`,
    begins:
      'folder$ = kobject_create_and_add("folder$", kernel_kobj);\n\tif (!folder$) return -ENOMEM;\n\tif (sysfs_create_file(folder$, &level$.attr)) { kobject_put(folder$); return -ENOMEM; }',
    deeds: [],
    sleepingDeeds: ["sysfs_remove_file(folder$, &level$.attr);"],
    ends: ["kobject_put(folder$);", "sysfs_remove_file(folder$, &level$.attr);"],
  },
  {
    declares: `static ssize_t looks$(struct file *file, char __user *buf, size_t n, loff_t *pos)
{
BODY	return 0;
}
static const struct file_operations look_ops$ = { .owner = THIS_MODULE, .read = looks$ };
static struct dentry *dentry$;`,
    begins: 'dentry$ = debugfs_create_file("look$", 0400, NULL, NULL, &look_ops$);',
    deeds: [],
    sleepingDeeds: ["debugfs_remove(dentry$);"],
    ends: ["debugfs_remove(dentry$);", ""],
  },
  {
    declares: `static DEFINE_SRCU(srcu$);
static struct task_struct *parked$;
static int parks$(void *unused)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
	BODY	schedule_timeout_interruptible(HZ);
	}
	return 0;
}`,
    begins: 'parked$ = kthread_run(parks$, NULL, "parks$");\n\tif (IS_ERR(parked$)) return PTR_ERR(parked$);',
    deeds: ["kthread_unpark(parked$);"],
    sleepingDeeds: [
      "kthread_park(parked$);",
      "{ int i = srcu_read_lock(&srcu$); a$ = 1; srcu_read_unlock(&srcu$, i); }",
      "synchronize_srcu(&srcu$);",
    ],
    ends: ["kthread_stop(parked$);", "kthread_park(parked$);"],
  },
];

/** What a callback does, or a task: mostly with the services that are there, itself included. */
function deedsOf(services: readonly Service[], maySleep: boolean): fc.Arbitrary<string> {
  const known = services.flatMap(({ deeds, sleepingDeeds }) => [
    ...deeds,
    ...(maySleep ? sleepingDeeds : []),
  ]);
  const other = maySleep ? anywhere : inAtomic;
  return known.length === 0 ? other : fc.oneof(fc.constantFrom(...known), other);
}

function endOf({ ends }: Service): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(ends[0]) },
    { weight: 1, arbitrary: fc.constantFrom(...ends) },
  );
}

/** Modules that the kernel calls back in one to three ways, for kernels that have kthread_create_worker() and debugfs as it is now. */
export const modulesWithServices: fc.Arbitrary<GeneratedModule> = fc
  .uniqueArray(fc.constantFrom(...SERVICES), { minLength: 1, maxLength: 3 })
  .chain((services) => {
    const inTask = deedsOf(services, true);
    return fc
      .record({
        bodies: fc.tuple(
          ...services.map(({ isAtomic = false }) => several(deedsOf(services, !isAtomic), 0, 2)),
        ),
        ends: fc.tuple(...services.map(endOf)),
        start: several(inTask, 0, 2),
        stop: several(inTask, 0, 2),
        inReverse: fc.boolean(),
      })
      .map(({ bodies, ends, start, stop, inReverse }) => ({
        variables: VARIABLES,
        threads: [
          // functions of their own: whatever calls back may do something with each of the others
          ...bodies.map((_, i) => `static void body${i}_$(void);`),
          ...services.map(({ declares }, i) => declares.replace("BODY", `\tbody${i}_$();\n`)),
          ...bodies.map((body, i) => `static void body${i}_$(void)\n{\n\t${body}\n}`),
        ],
        init: [...services.map(({ begins }) => begins), start, "return 0;"].join("\n\t"),
        exit: [stop, ...(inReverse ? ends.toReversed() : ends)].join("\n\t"),
      }));
  });
