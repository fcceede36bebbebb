/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PWM_H
#define _LINUX_PWM_H

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/types.h>

/* drivers/pwm/core.c; 4.4 ... 7.2. A PWM may be there or not, and may refuse what it is told. */
struct device;
enum pwm_polarity { PWM_POLARITY_NORMAL, PWM_POLARITY_INVERSED };
struct pwm_state { u64 period, duty_cycle; enum pwm_polarity polarity; bool enabled; };
struct pwm_device { const char *label; unsigned int hwpwm; struct pwm_state state; };
struct pwm_device *unoops_a_pwm(void);
int unoops_pwm_set(struct pwm_device *pwm);
#define pwm_get(dev, id)		((void)(dev), (void)(id), unoops_a_pwm())
#define devm_pwm_get(dev, id)		pwm_get(dev, id)
#if !UNOOPS_SINCE(6, 5)
#define pwm_request(id, label)		((void)(id), (void)(label), unoops_a_pwm())
#define pwm_free(pwm)			((void)(pwm))
#endif
static __always_inline void pwm_put(struct pwm_device *pwm) { }
static __always_inline int pwm_config(struct pwm_device *pwm, int duty_ns, int period_ns) { return unoops_pwm_set(pwm); }
static __always_inline int pwm_enable(struct pwm_device *pwm) { return unoops_pwm_set(pwm); }
static __always_inline void pwm_disable(struct pwm_device *pwm) { (void)pwm->state.enabled; }
static __always_inline int pwm_set_polarity(struct pwm_device *pwm, enum pwm_polarity polarity) { return unoops_pwm_set(pwm); }
static __always_inline void pwm_get_state(const struct pwm_device *pwm, struct pwm_state *state) { *state = pwm->state; }
static __always_inline void pwm_init_state(const struct pwm_device *pwm, struct pwm_state *state) { *state = pwm->state; }
static __always_inline int pwm_apply_state(struct pwm_device *pwm, const struct pwm_state *state) { return unoops_pwm_set(pwm); }
#if UNOOPS_SINCE(6, 8)
#define pwm_apply_might_sleep	pwm_apply_state
#endif

#endif
