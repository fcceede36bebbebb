/* SPDX-License-Identifier: MIT */
/*
 * net/core/dev.c; 4.4 ... 7.2. What is scheduled is polled by a softirq, and again while it uses up its budget. One that is disabled counts as
 * scheduled; who disables it waits for the poll under way. Polls from 4.10 on are not lost: one that comes meanwhile makes another.
 */
#include <linux/netdevice.h>
#include <linux/rcupdate.h>
#include "model.h"

static __always_inline unsigned int napi_bit(int nr) { return 1u << nr; }

/* A softirq is a reader of RCU: that is what netif_napi_del() waits for when the poll has said that it is complete, and has not returned. */
static void net_rx_action(void *_napi)
{
	struct napi_struct *napi = _napi;
	int weight = napi->weight, work;

	unoops_enter_softirq();
	rcu_read_lock();
	work = napi->poll(napi, weight);
	if (work > weight)
		unoops_trap(UNOOPS_BAD_CALL, napi, "a NAPI poll function says that it did more than its budget");
	if (work >= weight) {
		if (test_bit(NAPI_STATE_DISABLE, &napi->state))
			napi_complete_done(napi, work);
		else
			unoops_run_again(net_rx_action, napi, napi, "napi");
	}
	rcu_read_unlock();
	unoops_leave_softirq();
}

bool napi_schedule_prep(struct napi_struct *napi)
{
	if (test_bit(NAPI_STATE_DISABLE, &napi->state))
		return false;
	if (!test_and_set_bit(NAPI_STATE_SCHED, &napi->state))
		return true;
	if (UNOOPS_SINCE(4, 10))
		set_bit(NAPI_STATE_MISSED, &napi->state);
	return false;
}
void __napi_schedule(struct napi_struct *napi)
{
	(void)*(volatile unsigned long *)&napi->state;
	unoops_spawn_for(napi, net_rx_action, napi, "napi");
}

bool napi_complete_done(struct napi_struct *napi, int work_done)
{
	if (!test_bit(NAPI_STATE_SCHED, &napi->state))
		unoops_warn("net/core/dev.c", 0, "napi_complete() of what is not scheduled");
	if (test_and_clear_bit(NAPI_STATE_MISSED, &napi->state)) {
		__napi_schedule(napi);
		return false;
	}
	clear_bit(NAPI_STATE_SCHED, &napi->state);
	return true;
}

void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi, int (*poll)(struct napi_struct *napi, int budget), int weight)
{
	*napi = (struct napi_struct){ .state = napi_bit(NAPI_STATE_SCHED), .weight = weight, .poll = poll, .dev = dev };
	INIT_LIST_HEAD(&napi->poll_list);
}
void netif_napi_del(struct napi_struct *napi)
{
	unoops_check_may_sleep("netif_napi_del() in atomic context");
	(void)*(volatile unsigned long *)&napi->state;
	synchronize_rcu();
}

void napi_enable(struct napi_struct *napi)
{
	if (!test_bit(NAPI_STATE_SCHED, &napi->state))
		unoops_trap(UNOOPS_BUG, napi, "napi_enable() of what is enabled");
	clear_bit(NAPI_STATE_MISSED, &napi->state);
	clear_bit(NAPI_STATE_SCHED, &napi->state);
}

void napi_disable(struct napi_struct *napi)
{
	unoops_check_may_sleep("napi_disable() in atomic context");
	set_bit(NAPI_STATE_DISABLE, &napi->state);
	if (test_bit(NAPI_STATE_SCHED, &napi->state))
		unoops_note(UNOOPS_WAITS, napi, 0);
	unoops_block(&napi->state, napi_bit(NAPI_STATE_SCHED), 0);
	set_bit(NAPI_STATE_SCHED, &napi->state);
	clear_bit(NAPI_STATE_DISABLE, &napi->state);
}
void napi_synchronize(const struct napi_struct *napi)
{
	unoops_check_may_sleep("napi_synchronize() in atomic context");
	unoops_block(&napi->state, napi_bit(NAPI_STATE_SCHED), 0);
}
