/* SPDX-License-Identifier: MIT */
#include <asm/special_insns.h>
