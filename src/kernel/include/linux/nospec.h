/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NOSPEC_H
#define _LINUX_NOSPEC_H

/* include/linux/nospec.h; 4.15 ... 7.2: what a CPU guesses is not modelled. */
#define array_index_nospec(index, size)	({ typeof(index) __i = (index); __i < (size) ? __i : 0; })

#endif
