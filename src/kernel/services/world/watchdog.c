/* SPDX-License-Identifier: MIT */
/*
 * drivers/watchdog/watchdog_core.c, watchdog_dev.c; 4.4 ... 7.2. A process opens the watchdog, which starts it, asks for one thing, and closes it,
 * by the magic letter or not. Who unregisters it waits for the call under way; what is open stays open, and reaches the driver no more.
 */
#include <linux/watchdog.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include "user.h"

/* The core's: it outlives the driver's device while somebody has it open. */
struct watchdog_core_data {
	struct happening session;
	struct list_head entry;
	struct mutex lock;
	struct watchdog_device *wdd;	/* NULL when it is unregistered */
	const void *key;
	bool open;
	struct happening *pinging;	/* by the core, while the hardware runs and nobody has it open */
};
static LIST_HEAD(watchdogs);

/* Since 4.7 the core knows whether the hardware runs; while it does, the module is held. */
#if UNOOPS_SINCE(4, 7)
static bool hardware_runs(struct watchdog_device *wdd) { return watchdog_hw_running(wdd); }
static void hardware_is_started(struct watchdog_device *wdd) { set_bit(WDOG_HW_RUNNING, &wdd->status); }
static void hardware_is_stopped(struct watchdog_device *wdd) { clear_bit(WDOG_HW_RUNNING, &wdd->status); }
static bool can_end(const struct watchdog_device *wdd) { return wdd->ops->stop || wdd->max_hw_heartbeat_ms; }
#else
static bool hardware_runs(struct watchdog_device *wdd) { return false; }
static void hardware_is_started(struct watchdog_device *wdd) { }
static void hardware_is_stopped(struct watchdog_device *wdd) { }
static bool can_end(const struct watchdog_device *wdd) { return wdd->ops->stop; }
#endif

static int watchdog_ping(struct watchdog_device *wdd)
{
	if (!watchdog_active(wdd))
		return 0;
	return wdd->ops->ping ? wdd->ops->ping(wdd) : wdd->ops->start(wdd);
}

static int watchdog_start(struct watchdog_device *wdd)
{
	int err;

	if (watchdog_active(wdd))
		return 0;
	err = hardware_runs(wdd) && wdd->ops->ping ? wdd->ops->ping(wdd) : wdd->ops->start(wdd);
	if (!err) {
		set_bit(WDOG_ACTIVE, &wdd->status);
		hardware_is_started(wdd);
	}
	return err;
}

static int watchdog_stop(struct watchdog_device *wdd)
{
	int err = 0;

	if (!watchdog_active(wdd))
		return 0;
	if (test_bit(WDOG_NO_WAY_OUT, &wdd->status))
		return -EBUSY;
	if (wdd->ops->stop) {
		hardware_is_stopped(wdd);
		err = wdd->ops->stop(wdd);
	}
	if (!err)
		clear_bit(WDOG_ACTIVE, &wdd->status);
	return err;
}

enum { WATCHDOG_WRITE, WATCHDOG_OPTIONS, WATCHDOG_TIMEOUT, WATCHDOG_STATUS, WATCHDOG_TIMELEFT, WATCHDOG_IOCTL, WATCHDOG_CALLS };

static unsigned int watchdog_calls(const struct watchdog_device *wdd, unsigned char *calls)
{
	const struct watchdog_ops *ops = wdd->ops;
	unsigned int n = 0;

	calls[n++] = WATCHDOG_WRITE;
	calls[n++] = WATCHDOG_OPTIONS;
	if (ops->set_timeout || wdd->info->options & WDIOF_SETTIMEOUT)
		calls[n++] = WATCHDOG_TIMEOUT;
	if (ops->status)
		calls[n++] = WATCHDOG_STATUS;
	if (ops->get_timeleft)
		calls[n++] = WATCHDOG_TIMELEFT;
	if (ops->ioctl)
		calls[n++] = WATCHDOG_IOCTL;
	return n;
}

static void set_watchdog_timeout(struct watchdog_device *wdd)
{
	unsigned int timeout = wdd->min_timeout ? wdd->min_timeout : 1;

	unoops_tellf("ioctl(/dev/watchdog, WDIOC_SETTIMEOUT, %u)", timeout);
	if (watchdog_timeout_invalid(wdd, timeout))
		return;
	if (!wdd->ops->set_timeout)
		wdd->timeout = timeout;
	else if (wdd->ops->set_timeout(wdd, timeout))
		return;
	watchdog_ping(wdd);
}

/* One system call, under the core's lock. */
static void call_watchdog(struct watchdog_device *wdd, bool *magic)
{
	unsigned char calls[WATCHDOG_CALLS];
	unsigned int n = watchdog_calls(wdd, calls);

	switch (calls[unoops_choose(n, "")]) {
	case WATCHDOG_WRITE:
		*magic = unoops_choose(2, "");
		unoops_tellf("echo %s > /dev/watchdog", *magic ? "V" : "1");
		watchdog_ping(wdd);
		break;
	case WATCHDOG_OPTIONS:
		if (unoops_choose(2, "")) {
			unoops_tellf("ioctl(/dev/watchdog, WDIOC_SETOPTIONS, WDIOS_ENABLECARD)");
			watchdog_start(wdd);
		} else {
			unoops_tellf("ioctl(/dev/watchdog, WDIOC_SETOPTIONS, WDIOS_DISABLECARD)");
			watchdog_stop(wdd);
		}
		break;
	case WATCHDOG_TIMEOUT:
		set_watchdog_timeout(wdd);
		break;
	case WATCHDOG_STATUS:
		unoops_tellf("ioctl(/dev/watchdog, WDIOC_GETSTATUS)");
		wdd->ops->status(wdd);
		break;
	case WATCHDOG_TIMELEFT:
		unoops_tellf("ioctl(/dev/watchdog, WDIOC_GETTIMELEFT)");
		wdd->ops->get_timeleft(wdd);
		break;
	case WATCHDOG_IOCTL:
		unoops_tellf("ioctl(/dev/watchdog, WDIOC_GETSUPPORT)");
		wdd->ops->ioctl(wdd, WDIOC_GETSUPPORT, (unsigned long)USER_PAGE(USER_ZERO));
		break;
	}
}

/* Without the magic letter it goes on, where the driver says so; then, and where it cannot be stopped, it is pinged once more. */
static void release_watchdog(struct watchdog_device *wdd, bool magic)
{
	int err = 0;

	if (watchdog_active(wdd))
		err = magic || !(wdd->info->options & WDIOF_MAGICCLOSE) ? watchdog_stop(wdd) : -EBUSY;
	if (err < 0)
		watchdog_ping(wdd);
}

/* misc_open() and misc_deregister() exclude one another; so does this lock. */
static bool open_watchdog(struct watchdog_core_data *wd, struct module **owner)
{
	bool opened = false;

	mutex_lock(&wd->lock);
	if (wd->wdd && !wd->open) {
		bool ran = hardware_runs(wd->wdd);

		*owner = wd->wdd->ops->owner;
		if (ran || try_module_get(*owner)) {
			opened = wd->open = !watchdog_start(wd->wdd);
			if (!opened && !ran)
				module_put(*owner);
		}
	}
	mutex_unlock(&wd->lock);
	return opened;
}

static void use_watchdog(struct happening *h)
{
	struct watchdog_core_data *wd = (struct watchdog_core_data *)h;
	struct module *owner;
	unsigned int seat;
	bool magic = false, runs;
	struct task_struct *tsk = unoops_begin_session(&seat);

	unoops_tellf("open(/dev/watchdog)");
	if (open_watchdog(wd, &owner)) {
		mutex_lock(&wd->lock);
		if (wd->wdd)
			call_watchdog(wd->wdd, &magic);
		mutex_unlock(&wd->lock);
		mutex_lock(&wd->lock);
		unoops_tellf("close(/dev/watchdog)");
		if (wd->wdd)
			release_watchdog(wd->wdd, magic);
		runs = wd->wdd && hardware_runs(wd->wdd);
		wd->open = false;
		mutex_unlock(&wd->lock);
		if (!runs)
			module_put(owner);
	}
	unoops_end_session(tsk, seat);
}

#if UNOOPS_SINCE(4, 7)
/* watchdog_ping_work(): hardware that runs before anybody opens it, or whose own timeout is shorter than what was asked for. */
struct watchdog_pinging {
	struct happening ping;
	struct watchdog_core_data *wd;
};
static bool core_pings(struct watchdog_device *wdd)
{
	return watchdog_active(wdd) ? wdd->max_hw_heartbeat_ms && wdd->timeout * 1000 > wdd->max_hw_heartbeat_ms : hardware_runs(wdd);
}
static void ping_by_core(struct happening *h)
{
	struct watchdog_core_data *wd = ((struct watchdog_pinging *)h)->wd;
	struct task_struct *tsk = unoops_enter_worker("watchdogd");

	mutex_lock(&wd->lock);
	if (wd->wdd && core_pings(wd->wdd)) {
		if (wd->wdd->ops->ping)
			wd->wdd->ops->ping(wd->wdd);
		else
			wd->wdd->ops->start(wd->wdd);
	}
	mutex_unlock(&wd->lock);
	unoops_leave_process(tsk);
}
static void start_pinging(struct watchdog_core_data *wd)
{
	struct watchdog_pinging *pinging;

	if (hardware_runs(wd->wdd))
		__module_get(wd->wdd->ops->owner);
	else if (!wd->wdd->max_hw_heartbeat_ms)
		return;
	pinging = unoops_new_happening(sizeof(*pinging), ping_by_core, "watchdogd", 1);
	pinging->wd = wd;
	wd->pinging = &pinging->ping;
	unoops_expect(wd->pinging);
}
static void stop_on_unregister(struct watchdog_device *wdd)
{
	if (UNOOPS_SINCE(4, 16) && watchdog_active(wdd) && test_bit(WDOG_STOP_ON_UNREGISTER, &wdd->status))
		watchdog_stop(wdd);
}
#else
static void start_pinging(struct watchdog_core_data *wd) { }
static void stop_on_unregister(struct watchdog_device *wdd) { }
#endif

int watchdog_register_device(struct watchdog_device *wdd)
{
	struct watchdog_core_data *wd;

	unoops_check_may_sleep("a watchdog is registered in atomic context");
	if (!wdd || !wdd->info || !wdd->ops || !wdd->ops->start || !can_end(wdd))
		return -EINVAL;
	if (unoops_fault("watchdog_register_device"))
		return -ENOMEM;
	if (wdd->min_timeout > wdd->max_timeout) {
		wdd->min_timeout = 0;
		wdd->max_timeout = 0;
	}
	wd = unoops_new_deed(sizeof(*wd), use_watchdog);
	mutex_init(&wd->lock);
	wd->wdd = wdd;
	wd->key = wdd;
	list_add_tail(&wd->entry, &watchdogs);
	unoops_expect(&wd->session);
	start_pinging(wd);
	return 0;
}

void watchdog_unregister_device(struct watchdog_device *wdd)
{
	struct watchdog_core_data *wd;

	unoops_check_may_sleep("a watchdog is unregistered in atomic context");
	list_for_each_entry(wd, &watchdogs, entry)
		if (wd->key == wdd) {
			list_del(&wd->entry);
			mutex_lock(&wd->lock);
			stop_on_unregister(wdd);
			wd->wdd = NULL;
			mutex_unlock(&wd->lock);
			if (wd->pinging)
				unoops_call_off(wd->pinging, true);
			unoops_call_off(&wd->session, false);
			return;
		}
}

static void devm_watchdog_unregister_device(void *wdd) { watchdog_unregister_device(wdd); }
int devm_watchdog_register_device(struct device *dev, struct watchdog_device *wdd)
{
	int err = watchdog_register_device(wdd);

	return err ? err : devm_add_action_or_reset(dev, devm_watchdog_unregister_device, wdd);
}

/* What the module was given, if it may be; else what the device tree says; else it stays. */
int watchdog_init_timeout(struct watchdog_device *wdd, unsigned int timeout_parm, const struct device *dev)
{
	if (timeout_parm && !watchdog_timeout_invalid(wdd, timeout_parm)) {
		wdd->timeout = timeout_parm;
		return 0;
	}
	return timeout_parm || !wdd->timeout ? -EINVAL : 0;
}
