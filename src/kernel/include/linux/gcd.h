/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_GCD_H
#define _LINUX_GCD_H

/* lib/math/gcd.c; 4.4 ... 7.2. */
unsigned long gcd(unsigned long a, unsigned long b);

#endif
