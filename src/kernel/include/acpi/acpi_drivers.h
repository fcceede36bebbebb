/* SPDX-License-Identifier: MIT */
#include <linux/acpi.h>
