/* SPDX-License-Identifier: MIT */
/* include/linux/iopoll.h; 4.4 ... 7.2. */
#include <linux/iopoll.h>
#include "model.h"

int unoops_poll_time_is_up(unsigned long sleep_us, unsigned long long timeout_us)
{
	if (sleep_us)
		unoops_check_may_sleep("a register is polled, with sleeps, in atomic context");
	unoops_yield();
	return timeout_us && unoops_choose(2, "the time is up") ? -ETIMEDOUT : 0;
}
