/* SPDX-License-Identifier: MIT */
/*
 * A driver as they come: a thread of it takes wireless events from a netlink socket and hands them to a packet accelerator, and
 * half of its headers belong to other trees. unoops runs the part that the thread lives in.
 */
#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/wireless.h>
#include <net/iw_handler.h>
#include <net/cfg80211.h>
#include "accel_engine.h"
#include "accel_stations.h"

#define EVENT_BUFFER	4096

struct wifi_listener {
	struct task_struct *thread;
	struct socket *sock;
	struct accel_engine *engine;
	struct accel_station_table stations;
	struct sockaddr_nl address;
	u8 buffer[EVENT_BUFFER];
	u64 joined;
	u64 left;
};

static struct wifi_listener listener;

static void listener_station_left(struct wifi_listener *wl, const union iwreq_data *event)
{
	struct accel_station *station;

	station = accel_station_find(&wl->stations, event->addr.sa_data);
	if (!station)
		return;
	accel_engine_flush(wl->engine, station->rules);
	accel_station_put(station);
	wl->left++;
}

static void listener_handle(struct wifi_listener *wl, struct nlmsghdr *header, int length)
{
	struct iw_event *event;
	int left;

	for (; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
		if (header->nlmsg_type != RTM_NEWLINK)
			continue;
		accel_for_each_wireless_event(event, header, left) {
			switch (event->cmd) {
			case IWEVREGISTERED:
				wl->joined++;
				break;
			case IWEVEXPIRED:
				listener_station_left(wl, &event->u);
				break;
			}
		}
	}
}

static int listener_open(struct wifi_listener *wl)
{
	int err;

	err = sock_create_kern(&init_net, PF_NETLINK, SOCK_RAW, NETLINK_ROUTE, &wl->sock);
	if (err < 0)
		return err;
	wl->address.nl_family = AF_NETLINK;
	wl->address.nl_groups = RTMGRP_LINK;
	err = wl->sock->ops->bind(wl->sock, (struct sockaddr *)&wl->address, sizeof(wl->address));
	if (err < 0)
		sock_release(wl->sock);
	return err;
}

static int listener_thread(void *data)
{
	struct wifi_listener *wl = data;
	int size;

	allow_signal(SIGKILL);
	allow_signal(SIGSTOP);

	if (listener_open(wl) < 0) {
		pr_err("wifi-events: no netlink socket\n");
		return -ENOTCONN;
	}
	while (!kthread_should_stop()) {
		size = accel_netlink_receive(wl->sock, &wl->address, wl->buffer, sizeof(wl->buffer));
		if (signal_pending(current))
			break;
		if (size < 0) {
			pr_warn("wifi-events: receive failed, %d\n", size);
			continue;
		}
		listener_handle(wl, (struct nlmsghdr *)wl->buffer, size);
	}
	sock_release(wl->sock);
	return 0;
}

static int __init wifi_events_init(void)
{
	listener.engine = accel_engine_get();
	if (!listener.engine)
		return -ENODEV;
	accel_station_table_init(&listener.stations);
	listener.thread = kthread_run(listener_thread, &listener, "wifi-events");
	if (IS_ERR(listener.thread)) {
		accel_engine_put(listener.engine);
		return PTR_ERR(listener.thread);
	}
	return 0;
}

static void __exit wifi_events_exit(void)
{
	force_sig(SIGKILL, listener.thread);
	kthread_stop(listener.thread);
	accel_station_table_free(&listener.stations);
	accel_engine_put(listener.engine);
}

module_init(wifi_events_init);
module_exit(wifi_events_exit);
MODULE_LICENSE("Dual MIT/GPL");
