/* SPDX-License-Identifier: MIT */
/*
 * kernel/notifier.c, kernel/reboot.c, kernel/module/main.c, net/core/dev.c; 4.4 ... 7.2. Of the kernel's own chains, something may be told
 * to a callback at any time; a chain that may sleep waits for its callbacks when one of them is taken out.
 */
#include <linux/if_arp.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/reboot.h>
#include "packet.h"

static int chain_register(struct notifier_block **link, struct notifier_block *nb)
{
	while (*link && (*link)->priority >= nb->priority)
		link = &(*link)->next;
	nb->next = *link;
	*link = nb;
	return 0;
}

static int chain_unregister(struct notifier_block **link, const struct notifier_block *nb)
{
	for (; *link; link = &(*link)->next)
		if (*link == nb) {
			*link = nb->next;
			return 0;
		}
	return -ENOENT;
}

static int call_chain(struct notifier_block *nb, unsigned long action, void *data)
{
	struct notifier_block *next;
	int ret = NOTIFY_DONE;

	for (; nb && !(ret & NOTIFY_STOP_MASK); nb = next) {
		next = nb->next;
		ret = nb->notifier_call(nb, action, data);
	}
	return ret;
}

int raw_notifier_chain_register(struct raw_notifier_head *nh, struct notifier_block *nb) { return chain_register(&nh->head, nb); }
int raw_notifier_chain_unregister(struct raw_notifier_head *nh, struct notifier_block *nb) { return chain_unregister(&nh->head, nb); }
int raw_notifier_call_chain(struct raw_notifier_head *nh, unsigned long action, void *data) { return call_chain(nh->head, action, data); }

int atomic_notifier_chain_register(struct atomic_notifier_head *nh, struct notifier_block *nb)
{
	return chain_register(&nh->head, nb);
}
int atomic_notifier_chain_unregister(struct atomic_notifier_head *nh, struct notifier_block *nb)
{
	int err = chain_unregister(&nh->head, nb);

	synchronize_rcu();
	return err;
}
int atomic_notifier_call_chain(struct atomic_notifier_head *nh, unsigned long action, void *data)
{
	int ret;

	rcu_read_lock();
	ret = call_chain(nh->head, action, data);
	rcu_read_unlock();
	return ret;
}

int blocking_notifier_chain_register(struct blocking_notifier_head *nh, struct notifier_block *nb)
{
	int err;

	down_write(&nh->rwsem);
	err = chain_register(&nh->head, nb);
	up_write(&nh->rwsem);
	return err;
}
int blocking_notifier_chain_unregister(struct blocking_notifier_head *nh, struct notifier_block *nb)
{
	int err;

	down_write(&nh->rwsem);
	err = chain_unregister(&nh->head, nb);
	up_write(&nh->rwsem);
	return err;
}
int blocking_notifier_call_chain(struct blocking_notifier_head *nh, unsigned long action, void *data)
{
	int ret;

	if (!READ_ONCE(nh->head))
		return NOTIFY_DONE;
	down_read(&nh->rwsem);
	ret = call_chain(nh->head, action, data);
	up_read(&nh->rwsem);
	return ret;
}

/* --- the kernel's own chains ------------------------------------------------------------ */

struct notice {
	struct happening tell;
	struct list_head entry;
	struct notifier_block *nb;
	unsigned long (*some_action)(const struct notifier_block *nb);
	void *data;
	const char *comm;
};
static LIST_HEAD(notices);

static void tell(struct happening *h)
{
	struct notice *notice = (struct notice *)h;
	struct task_struct *tsk = unoops_enter_process(notice->comm);

	notice->nb->notifier_call(notice->nb, notice->some_action(notice->nb), notice->data);
	unoops_leave_process(tsk);
}

static void listen(struct notifier_block *nb, unsigned long (*some_action)(const struct notifier_block *nb), void *data, const char *comm,
		   unsigned int times)
{
	struct notice *notice = unoops_new_happening(sizeof(*notice), tell, "notifier", times);

	notice->nb = nb;
	notice->some_action = some_action;
	notice->data = data;
	notice->comm = comm;
	list_add_tail(&notice->entry, &notices);
	unoops_expect(&notice->tell);
}

static int stop_listening(const struct notifier_block *nb)
{
	struct notice *notice;

	unoops_check_may_sleep("a notifier is unregistered in atomic context");
	list_for_each_entry(notice, &notices, entry)
		if (notice->nb == nb) {
			list_del(&notice->entry);
			unoops_call_off(&notice->tell, true);
			return 0;
		}
	return -ENOENT;
}

/*
 * kernel/reboot.c, 4.4 ... 7.2: reboot(2) tells the chain what is to come, in the order of priorities, and then shuts the system down. What runs
 * goes on meanwhile. Somebody may have begun to unload the module before; nobody begins to after that.
 */
volatile unsigned int unoops_reboots;
static BLOCKING_NOTIFIER_HEAD(reboot_notifier_list);

static bool some_listener_compares_with(unsigned long action)
{
	struct notifier_block *nb;
	unsigned int i;

	for (nb = reboot_notifier_list.head; nb; nb = nb->next)
		for (i = 0; i < unoops_constants(nb->notifier_call, -1); i++)
			if (unoops_constants(nb->notifier_call, i) == action)
				return true;
	return false;
}

static void reboot(struct happening *h)
{
	static const unsigned char others[] = { SYS_HALT, SYS_POWER_OFF };
	struct task_struct *tsk = unoops_enter_process("reboot");
	unsigned long action = SYS_RESTART;
	unsigned int i;

	unoops_reboots = 1;
	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (some_listener_compares_with(others[i]) && unoops_choose(2, others[i] == SYS_HALT ? "the system is halted" : "the system is powered off")) {
			action = others[i];
			break;
		}
	(void)blocking_notifier_call_chain(&reboot_notifier_list, action, NULL);
	unoops_leave_process(tsk);
}

/* Of the kernel's own, and nothing that a module leaves behind: as if somebody waited for it, it is not freed. */
static struct happening the_reboot = { .happen = reboot, .name = "notifier", .waiters = 1, .off = true };

int register_reboot_notifier(struct notifier_block *nb)
{
	int err = blocking_notifier_chain_register(&reboot_notifier_list, nb);

	if (the_reboot.off && !unoops_reboots && unoops_users()) {
		unoops_assume("the system is rebooted once, at any time, and nobody begins to unload a module after that");
		the_reboot.left = 1;
		the_reboot.off = false;
		unoops_expect(&the_reboot);
	}
	return err;
}

int unregister_reboot_notifier(struct notifier_block *nb)
{
	int err = blocking_notifier_chain_unregister(&reboot_notifier_list, nb);

	if (!reboot_notifier_list.head && !the_reboot.off)
		(void)unoops_call_off(&the_reboot, false);
	return err;
}

/* Whatever its load or unload tells may be the first of it: it may have been there before. */
static unsigned long some_module_state(const struct notifier_block *nb)
{
	static const unsigned char states[] = { MODULE_STATE_COMING, MODULE_STATE_LIVE, MODULE_STATE_GOING };

	return states[unoops_choose(ARRAY_SIZE(states), "another thing than MODULE_STATE_COMING is told")];
}
static struct module another_module = { .name = "another", .state = MODULE_STATE_COMING };
int register_module_notifier(struct notifier_block *nb)
{
	listen(nb, some_module_state, &another_module, "modprobe",
	       unoops_times("another module comes, is there or goes while a callback for that is registered"));
	return 0;
}
int unregister_module_notifier(struct notifier_block *nb) { return stop_listening(nb); }

struct net_device unoops_loopback = { .name = "lo", .ifindex = 1, .flags = IFF_UP, .type = ARPHRD_ETHER, .addr_len = 6 };
static struct netdev_notifier_info loopback_info = { &unoops_loopback };
struct net init_net = { .loopback_dev = &unoops_loopback };

static unsigned long some_netdev_event(const struct notifier_block *nb)
{
	unsigned int known = unoops_constants(nb->notifier_call, -1), picked = unoops_choose(2 + known, "another thing than NETDEV_UP is told");

	return picked >= 2 ? unoops_constants(nb->notifier_call, picked - 2) : picked ? NETDEV_DOWN : NETDEV_UP;
}

/* net/core/dev.c, 4.4 ... 7.2: a new callback is told at once of the devices that are there, one that goes that they go; here loopback, which is up. */
int register_netdevice_notifier(struct notifier_block *nb)
{
	int err;

	unoops_check_may_sleep("register_netdevice_notifier() in atomic context");
	err = notifier_to_errno(unoops_call_fn(nb->notifier_call, nb, NETDEV_REGISTER, &loopback_info));
	if (err)
		return err;
	(void)unoops_call_fn(nb->notifier_call, nb, NETDEV_UP, &loopback_info);
	listen(nb, some_netdev_event, &loopback_info, "ip",
	       unoops_times("something happens to a network device while a callback for that is registered: it goes up or down, or what the callback compares with"));
	return 0;
}
int unregister_netdevice_notifier(struct notifier_block *nb)
{
	static const unsigned char events[] = { NETDEV_GOING_DOWN, NETDEV_DOWN, NETDEV_UNREGISTER };
	unsigned int i;
	int err = stop_listening(nb);

	for (i = 0; !err && i < ARRAY_SIZE(events); i++)
		(void)unoops_call_fn(nb->notifier_call, nb, events[i], &loopback_info);
	return err;
}
struct net_device *dev_get_by_name(struct net *net, const char *name) { return unoops_choose(2, "there is no such network device") ? NULL : &unoops_loopback; }
void dev_put(struct net_device *dev) { }
