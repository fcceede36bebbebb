/* SPDX-License-Identifier: MIT */
/* drivers/clk/clk.c, drivers/regulator/core.c, drivers/pwm/core.c, drivers/pinctrl/core.c, drivers/reset/core.c; 4.4 ... 7.2: what a board has, or has not. */
#include <linux/clk.h>
#include <linux/pinctrl/consumer.h>
#include <linux/pwm.h>
#include <linux/regulator/consumer.h>
#include <linux/reset.h>
#include "model.h"

static struct pwm_device one_pwm = { .label = "pwm" };
static unsigned long one_part[4];

static void *a_part(void *part, const char *missing)
{
	unoops_check_may_sleep("a part of the board is looked for in atomic context");
	return unoops_choose(2, missing) ? ERR_PTR(-ENOENT) : part;
}
static int set_part(const void *part)
{
	unoops_check_may_sleep("a part of the board is set in atomic context");
	(void)*(const volatile char *)part;
	return unoops_choose(2, "the part refuses") ? -EINVAL : 0;
}
struct clk *unoops_a_clk(void) { return a_part(one_part, "there is no such clock"); }
int unoops_clk_prepare(struct clk *clk) { return clk ? set_part(clk) : 0; }
int unoops_clk_enable(struct clk *clk)
{
	if (clk)
		(void)*(const volatile char *)clk;
	return 0;
}
struct regulator *unoops_a_regulator(void) { return a_part(one_part, "there is no such regulator"); }
int unoops_regulator_set(struct regulator *regulator) { return set_part(regulator); }
struct pinctrl *unoops_a_pinctrl(void) { return a_part(one_part, "there is no pin controller"); }
struct pwm_device *unoops_a_pwm(void) { return a_part(&one_pwm, "there is no such PWM"); }
int unoops_pwm_set(struct pwm_device *pwm) { return set_part(pwm); }
struct reset_control *unoops_a_reset(void) { return a_part(one_part, "there is no such reset line"); }
int unoops_reset_set(struct reset_control *rstc) { return rstc ? set_part(rstc) : 0; }
