/* SPDX-License-Identifier: MIT */
#include <linux/gpio.h>
