/* SPDX-License-Identifier: MIT */
/* bench/programs/sharing-threads.c by hand, for SPIN: what the kernel does around it is left out, but for the steps that others see. */
#ifndef COUNT
#define COUNT 3
#endif

byte lock;
byte users;
bool woken[COUNT], should_stop[COUNT], exited[COUNT];

proctype work(byte self)
{
	byte seen;

	woken[self];
	if
	:: should_stop[self] -> skip
	:: else ->
		atomic { lock == 0 -> lock = 1 }
		seen = users;
		users = seen + 1;
		lock = 0
	fi;
	exited[self] = true
}

init
{
	byte i = 0;

	do
	:: i < COUNT ->
		run work(i);
		woken[i] = true;
		i++
	:: else -> break
	od;
	do
	:: i > 0 ->
		i--;
		should_stop[i] = true;
		woken[i] = true;
		exited[i]
	:: else -> break
	od;
	assert(users <= COUNT)
}
