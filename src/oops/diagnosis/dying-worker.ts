import { chain, likely, type Diagnosis, type LogFacts } from "./diagnosis.ts";
import { sceneEvidence } from "./scene.ts";

/**
 * A worker that ends of an earlier crash, and sleeps on the way. Before 4.10 kthread_data() found its data by the task's vfork_done
 * (kernel/kthread.c), which mm_release() in do_exit() has cleared by then; schedule() asks for it as for every worker that goes to
 * sleep (wq_worker_sleeping() in kernel/workqueue.c).
 */
export function dyingWorker({ crash }: LogFacts): Diagnosis | undefined {
  const [inner, caller] = chain(crash);
  if (inner !== "kthread_data" || caller !== "wq_worker_sleeping") return undefined;
  return {
    summary:
      "A worker that was ending of an earlier crash went to sleep, and the scheduler looked for what its end had taken away: kthread_data() is not where it went wrong.",
    evidence: [
      likely("kthread_data() below wq_worker_sleeping(): of a worker that lives it always finds something"),
      ...sceneEvidence(crash),
    ],
    next: ["begin with the crash before this one: what its work function did ended the worker"],
  };
}
