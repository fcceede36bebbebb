function filler(n: number): string {
  return `static int handle_${n}(struct device_state *s, int n)
{
	int i, err = 0;

	mutex_lock(&s->lock);
	for (i = 0; i < n; i++) {
		if (s->value[i] < 0) {
			err = -EINVAL;
			goto out;
		}
		s->value[i] += handle_value(s, i, ${n});
	}
out:
	mutex_unlock(&s->lock);
	if (err)
		dev_err(s->dev, "value %d\\n", i);
	return err;
}
`;
}

/** A module of so many lines: drivers' worth of functions around a thread that is stopped when it may have ended. */
export function largeModule(lines: number): string {
  const body = Array.from({ length: Math.ceil((lines - 40) / 19) }, (_, n) => filler(n)).join("\n");
  return `#include <linux/module.h>
#include <linux/kthread.h>

static struct task_struct *k;

${body}
static int work(void *data)
{
	return 0;
}

static int __init begin(void)
{
	k = kthread_run(work, NULL, "work");
	return PTR_ERR_OR_ZERO(k);
}

static void __exit end(void)
{
	kthread_stop(k);
}

module_init(begin);
module_exit(end);
MODULE_LICENSE("GPL");
`;
}
