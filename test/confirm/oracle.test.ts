import { expect, test } from "vitest";
import { faultText } from "../../src/confirm/observe/fault.ts";
import { Oracle } from "../../src/confirm/observe/oracle.ts";
import { readTraceEvent } from "../../src/confirm/observe/trace-event.ts";

const MODULE = "0xffffffffc0201000";
const KERNEL = "0xffffffff8110a0c0";
const TASK = "0xffff8880061c6100";

/** A trace as the guest sends it: who, when, what. */
function oracleFor(...lines: readonly (readonly [who: string, time: number, event: string])[]): Oracle {
  const oracle = new Oracle("x86_64");
  for (const [who, time, text] of lines) {
    const event = readTraceEvent(`${who.padStart(20)}     [000] .....  ${time.toFixed(6)}: ${text}`);
    if (!event) throw new Error(`no event: ${text}`);
    oracle.take(event);
  }
  return oracle;
}

/** insmod creates one thread with a blank in its name. */
const CREATED = [
  ["insmod-90", 2, "module_load: early_exit O "],
  ["insmod-90", 2.01, `kmake: (kthread_create_on_node+0x0/0x80) fn=${MODULE}`],
  ["kthreadd-2", 2.02, "sched_process_fork: comm=kthreadd pid=2 child_comm=kthreadd child_pid=91"],
  ["kthreadd-2", 2.03, `tnew: (wake_up_new_task+0x0/0x370) k=${TASK}`],
  ["insmod-90", 2.04, "task_rename: pid=91 oldcomm=kthreadd newcomm=test thread oom_score_adj=0"],
  [
    "insmod-90",
    2.05,
    `kcreate: (early_exit_init+0x1b/0x1000 [early_exit] <- kthread_create_on_node) k=${TASK}`,
  ],
] as const;

const EXITED = ["test thread-91", 2.1, "sched_process_exit: comm=test thread pid=91 prio=120"] as const;
const FREED = ["ksoftirqd/0-13", 2.2, `tfree: (free_task+0x0/0x70) k=${TASK}`] as const;
const UNLOADED = ["rmmod-92", 4, "module_free: early_exit"] as const;

function stop(time: number, caller = MODULE): readonly [string, number, string] {
  return ["rmmod-92", time, `kstop: (kthread_stop+0x0/0x1b0) k=${TASK} caller=${caller}`];
}

const texts = (oracle: Oracle): string[] => oracle.faults.map(faultText);

test("a thread that ended and whose task_struct was freed", () => {
  expect(texts(oracleFor(...CREATED, EXITED, FREED, stop(3), UNLOADED))).toEqual([
    "kthread_stop() of test thread, whose task_struct was freed 800.0 ms before",
  ]);
});

test("a kthread_stop() that is a tail call comes from delete_module()", () => {
  expect(oracleFor(...CREATED, EXITED, FREED, stop(3, KERNEL)).faults).toHaveLength(1);
});

test("a kernel's own kthread_stop() is none of the module's", () => {
  const own = ["kworker/0:1-7", 3, `kstop: (kthread_stop+0x0/0x1b0) k=${TASK} caller=${KERNEL}`] as const;
  expect(oracleFor(...CREATED, EXITED, FREED, own).faults).toEqual([]);
});

test("a thread that ended and is held by a reference may be stopped", () => {
  const oracle = oracleFor(...CREATED, EXITED, stop(3), ["rmmod-92", 3.1, FREED[2]], UNLOADED);
  expect(oracle.faults).toEqual([]);
});

test("a live thread may be stopped once", () => {
  const ended = ["test thread-91", 3.1, EXITED[2]] as const;
  expect(oracleFor(...CREATED, stop(3), ended, ["rmmod-92", 3.2, FREED[2]], UNLOADED).faults).toEqual([]);
  expect(texts(oracleFor(...CREATED, stop(3), ended, stop(3.0005)))).toEqual([
    "kthread_stop() of test thread once more, 0.5 ms after the first",
  ]);
});

test("an address that was handed out again is another thread's", () => {
  const again = [
    ["init-1", 2.5, "sched_process_fork: comm=init pid=1 child_comm=init child_pid=92"],
    ["init-1", 2.6, `tnew: (wake_up_new_task+0x0/0x370) k=${TASK}`],
    ["init-92", 2.7, "task_rename: pid=92 oldcomm=init newcomm=rmmod oom_score_adj=0"],
  ] as const;
  expect(texts(oracleFor(...CREATED, EXITED, FREED, ...again, stop(3)))).toEqual([
    "kthread_stop() of test thread reached rmmod, which has its task_struct now",
  ]);
});

test("an error pointer is no task_struct", () => {
  const stopped = [
    "rmmod-92",
    3,
    `kstop: (kthread_stop+0x0/0x1b0) k=0xfffffffffffffff4 caller=${MODULE}`,
  ] as const;
  expect(texts(oracleFor(stopped))).toEqual([
    "kthread_stop() of 0xfffffffffffffff4, which is no task_struct",
  ]);
});

test("what is left behind at unload", () => {
  const timer = [
    "insmod-90",
    2.5,
    `tset_mod_timer: (mod_timer+0x0/0x20) at=0xffffffffc0203000 fn=${MODULE}`,
  ] as const;
  const work = [
    "insmod-90",
    2.6,
    `wset_queue_work_on: (queue_work_on+0x0/0x50) at=0xffffffffc0203100 fn=${MODULE}`,
  ] as const;
  expect(oracleFor(...CREATED, timer, work, UNLOADED).faults.map(({ kind }) => kind)).toEqual([
    "thread-left",
    "timer-left",
    "work-left",
  ]);
  const fired = [
    "swapper/0-0",
    2.7,
    `tfire: (call_timer_fn+0x0/0x100) at=0xffffffffc0203000 fn=${MODULE}`,
  ] as const;
  const cancelled = [
    "rmmod-92",
    2.8,
    "wdel_cancel_work_sync: (cancel_work_sync+0x0/0x10) at=0xffffffffc0203100",
  ] as const;
  expect(oracleFor(...CREATED, EXITED, timer, work, fired, cancelled, UNLOADED).faults).toEqual([]);
});

test("threads that live, and those that wait to be freed", () => {
  expect(oracleFor(...CREATED).live.map(({ comm }) => comm)).toEqual(["test thread"]);
  expect(oracleFor(...CREATED, EXITED).unfreed.map(({ pid }) => pid)).toEqual([91]);
  expect(oracleFor(...CREATED, EXITED, FREED).unfreed).toEqual([]);
});

test("a cut line is no event", () => {
  expect(readTraceEvent("       <...>-91    [0")).toBeUndefined();
  expect(readTraceEvent("CPU:0 [LOST 17 EVENTS]")).toBeUndefined();
});
