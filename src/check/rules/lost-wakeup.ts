import type { Finding } from "../../core/finding.ts";
import { finding, note, type ThreadCase } from "../case.ts";

/**
 * The thread asks kthread_should_stop(), then sets its state and sleeps: a stop in between wakes it too early, and it sleeps
 * on, `kthread-lost-wakeup`.
 */
export function* lostWakeup({ thread, life }: ThreadCase): Generator<Finding> {
  const [stop] = thread.stops;
  const [sleep] = life.unaskedSleeps;
  if (!stop || !sleep) return;
  yield finding(
    "kthread-lost-wakeup",
    "warning",
    `${thread.name}() sets its state and sleeps without checking kthread_should_stop() in between: a stop that comes before is lost`,
    sleep.fn,
    sleep.range,
    [note("stopped here", stop.site.fn, stop.site.call)],
  );
}
