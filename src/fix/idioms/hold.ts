import { GETS, WAKES } from "../../check/index.ts";
import { callsOn, within } from "../calls.ts";
import { CannotEdit } from "../cannot-edit.ts";
import { createAsleep, keptBirth, whenCreated } from "../creation-edits.ts";
import { includeTaskReferences } from "../include.ts";
import { threadOf, type Idiom, type Job } from "../job.ts";
import { placeOf } from "../place.ts";
import { endsOf, putAfter } from "../stop-edits.ts";

/** The reference is taken while the thread cannot run yet, and dropped when it has been stopped. */
export const HOLD_FROM_CREATION: Idiom = {
  title: "hold the thread's task_struct from its creation",
  cost: "one reference; a thread that ended early keeps its task_struct (some kilobytes) until it is stopped",
  example: `k = kthread_create(fn, data, "name");
if (IS_ERR(k))
	return PTR_ERR(k);
get_task_struct(k);
wake_up_process(k);
...
kthread_stop(k);
put_task_struct(k);`,
  apply(job) {
    const thread = threadOf(job);
    for (const creation of thread.creations) {
      const birth = keptBirth(creation);
      const { fn } = birth.place;
      const [get] = within(fn, callsOn(job.program, GETS, new Set(creation.keys)));
      const [wake] = within(fn, callsOn(job.program, WAKES, new Set(creation.keys)));
      const lines = { get: `get_task_struct(${birth.handle});`, wake: `wake_up_process(${birth.handle});` };
      if (creation.wakes) {
        createAsleep(job, birth);
        if (get) job.patch.insertAfter(placeOf(fn, get.call), lines.wake);
        else whenCreated(job, birth, [lines.get, lines.wake]);
      } else if (get) {
        throw new CannotEdit("a reference is taken before the thread is woken already");
      } else if (wake) {
        job.patch.insertBefore(placeOf(fn, wake.call), lines.get);
      } else whenCreated(job, birth, [lines.get]);
      includeTaskReferences(job.patch, fn.file, job.kernels);
    }
    for (const end of endsOf(job)) {
      putAfter(job, end);
      includeForPut(job, end.place.fn.file);
    }
  },
};

/** The file that stops is often another one than the file that creates. */
function includeForPut(job: Job, file: Parameters<typeof includeTaskReferences>[1]): void {
  if (threadOf(job).creations.some(({ site }) => site.fn.file === file)) return;
  includeTaskReferences(job.patch, file, job.kernels);
}

/** Enough only where nothing but the stopper's own signal ends the thread early. */
export const HOLD_ACROSS_STOP: Idiom = {
  title: "hold the thread's task_struct across its signal and its stop",
  cost: "one reference for a moment; right only as long as nothing but the stopper's signal ends the thread early",
  example: `get_task_struct(k);
send_sig(SIGTERM, k, 1);
kthread_stop(k);
put_task_struct(k);`,
  apply(job) {
    const signals = new Set(["send_sig", "send_sig_info", "force_sig"]);
    for (const end of endsOf(job)) {
      const { fn } = end.place;
      const [signal] = ["send_sig", "send_sig_info", "force_sig"]
        .filter((name) => signals.has(name))
        .flatMap((name) => job.program.callsOf(name))
        .filter((site) => site.fn === fn && site.call.start < end.site.call.start);
      if (!signal) throw new CannotEdit(`${fn.name}() sends the thread no signal before it stops it`);
      job.patch.insertBefore(placeOf(fn, signal.call), `get_task_struct(${end.handle});`);
      putAfter(job, end);
      includeTaskReferences(job.patch, fn.file, job.kernels);
    }
  },
};
