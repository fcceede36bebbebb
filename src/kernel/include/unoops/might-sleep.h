/* SPDX-License-Identifier: MIT */
/* What kernel.h says about sleeping. */
#ifndef UNOOPS_MIGHT_SLEEP_H
#define UNOOPS_MIGHT_SLEEP_H

void __might_sleep(const char *file, int line);
int __cond_resched(void);
/* Busy waiting: any other task may run meanwhile, this one does not sleep. */
void __delay(unsigned long loops);

#define might_sleep()		__might_sleep(__FILE__, __LINE__)
#define might_sleep_if(cond)	do { if (cond) might_sleep(); } while (0)
#define might_resched()		might_sleep()
#define cant_sleep()		do { } while (0)
#define cpu_relax()		__delay(1)
#define cond_resched()		__cond_resched()

#endif
