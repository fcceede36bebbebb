/* SPDX-License-Identifier: MIT */
#include <linux/gpio.h>
#include <linux/of.h>
