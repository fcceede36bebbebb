import * as fc from "fast-check";

/** Statements of C in which `$` stands for the module's number. Integers stay small: the plain search has to come to an end. */
const access = fc.constantFrom(
  "a$ = 1;",
  "b$ = a$;",
  "b$ = !a$;",
  "a$ ^= 1;",
  "if (a$) b$ = 1;",
  "flag$ = 1;",
  "WRITE_ONCE(flag$, 1);",
  "if (READ_ONCE(flag$)) a$ = 1;",
  "BUG_ON(a$ && b$);",
  "ticks$ = (ticks$ + 1) & 3;",
  'pr_info("%d\\n", ticks$);',
  "if (ctx$) ctx$->n = 1;",
  "kfree(ctx$);",
  "kfree(ctx$); ctx$ = NULL;",
);

const signalling = fc.constantFrom(
  "complete(&done$);",
  "complete_all(&done$);",
  "wake_up(&queue$);",
  "flag$ = 1; wake_up(&queue$);",
  "flag$ = 1; if (first$) wake_up_process(first$);",
);

const waiting = fc.constantFrom(
  "wait_for_completion(&done$);",
  "wait_for_completion_timeout(&done$, HZ);",
  "wait_event(queue$, flag$);",
  "wait_event_timeout(queue$, flag$, HZ);",
  "msleep(1);",
  "cond_resched();",
  "set_current_state(TASK_INTERRUPTIBLE); if (!flag$) schedule(); __set_current_state(TASK_RUNNING);",
);

/** Only a kthread may ask whether it should stop, or listen to signals. */
const ofThreads = fc.constantFrom(
  "if (kthread_should_stop()) return 0;",
  "schedule_timeout_interruptible(HZ);",
  "wait_event_interruptible(queue$, flag$ || kthread_should_stop());",
  "allow_signal(SIGUSR1);",
  "allow_signal(SIGUSR1); if (signal_pending(current)) return 1; disallow_signal(SIGUSR1);",
  "if (signal_pending(current)) return 1;",
  "flush_signals(current);",
);

/** Locks are given back, save for once in a while. */
function locked(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: inner.map((body) => `mutex_lock(&mutex$); ${body} mutex_unlock(&mutex$);`) },
    { weight: 4, arbitrary: inner.map((body) => `spin_lock(&lock$); ${body} spin_unlock(&lock$);`) },
    { weight: 1, arbitrary: fc.constant("mutex_lock(&mutex$);") },
  );
}

export const anywhere = fc.oneof(
  { weight: 4, arbitrary: access },
  { weight: 2, arbitrary: signalling },
  { weight: 2, arbitrary: waiting },
  {
    weight: 2,
    arbitrary: locked(fc.oneof({ weight: 5, arbitrary: access }, { weight: 1, arbitrary: waiting })),
  },
);
/** Where nothing may sleep. */
export const inAtomic = fc.oneof(
  { weight: 3, arbitrary: access },
  { weight: 2, arbitrary: signalling },
  { weight: 1, arbitrary: access.map((body) => `spin_lock(&lock$); ${body} spin_unlock(&lock$);`) },
);
export const inThread = fc.oneof({ weight: 3, arbitrary: anywhere }, { weight: 1, arbitrary: ofThreads });

export function several(
  statement: fc.Arbitrary<string>,
  minLength: number,
  maxLength: number,
): fc.Arbitrary<string> {
  return fc.array(statement, { minLength, maxLength }).map((statements) => statements.join("\n\t"));
}
