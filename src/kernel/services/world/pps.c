/* SPDX-License-Identifier: MIT */
/*
 * drivers/pps/kapi.c, pps.c; 4.4 ... 7.2. /dev/ppsN and the attributes are the core's own, and call nothing of a source; its echo() is called from pps_event(),
 * with interrupts off. A source is gone when it is unregistered, unless a process has its file open.
 */
#include <linux/err.h>
#include <linux/pps_kernel.h>
#include <linux/slab.h>
#include <unoops/machine.h>

#if UNOOPS_SINCE(5, 0)
#define REFUSED(err)	ERR_PTR(err)
#else
#define REFUSED(err)	NULL
#endif

#define CAPTURES	(PPS_CAPTUREASSERT | PPS_CAPTURECLEAR)
#define ECHOES		(PPS_ECHOASSERT | PPS_ECHOCLEAR)

struct source {
	struct pps_device pps;
	struct device device;
};

static void echo_by_default(struct pps_device *pps, int event, void *data) {}

struct pps_device *pps_register_source(struct pps_source_info *info, int default_params)
{
	struct source *source;
	struct pps_device *pps;

	unoops_check_may_sleep("pps_register_source() in atomic context");
	if ((info->mode & default_params) != default_params || !(info->mode & (PPS_TSFMT_TSPEC | PPS_TSFMT_NTPFP)))
		return REFUSED(-EINVAL);
#if !UNOOPS_SINCE(4, 10)
	if ((info->mode & ECHOES) && !info->echo)
		return REFUSED(-EINVAL);
#endif
	source = kzalloc(sizeof(*source), GFP_KERNEL);
	if (!source)
		return REFUSED(-ENOMEM);
	pps = &source->pps;
	pps->params = (struct pps_kparams){ .api_version = PPS_API_VERS, .mode = default_params };
	pps->info = *info;
	if ((info->mode & ECHOES) && !info->echo)
		pps->info.echo = echo_by_default;
	init_waitqueue_head(&pps->queue);
	spin_lock_init(&pps->lock);
#if !UNOOPS_SINCE(5, 4)
	pps->dev = &source->device;
#endif
	return pps;
}

void pps_unregister_source(struct pps_device *pps)
{
	unoops_check_may_sleep("pps_unregister_source() in atomic context");
	kfree(container_of(pps, struct source, pps));
}

void pps_event(struct pps_device *pps, struct pps_event_time *ts, int event, void *data)
{
	struct pps_ktime at = { .sec = ts->ts_real.tv_sec, .nsec = ts->ts_real.tv_nsec };
	unsigned long flags;
	int captured;

	BUG_ON(!(event & CAPTURES));
	spin_lock_irqsave(&pps->lock, flags);
	if (pps->params.mode & ECHOES)
		pps->info.echo(pps, event, data);
	pps->current_mode = pps->params.mode;
	captured = event & pps->params.mode & CAPTURES;
	if (captured & PPS_CAPTUREASSERT)
		pps->assert_tu = at;
	if (captured & PPS_CAPTURECLEAR)
		pps->clear_tu = at;
	if (captured)
		wake_up_interruptible_all(&pps->queue);
	spin_unlock_irqrestore(&pps->lock, flags);
}
