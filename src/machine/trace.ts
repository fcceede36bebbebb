import type { TrapKind } from "./trap.ts";

/** unoops_note() events, in the order of `enum unoops_event` (kernel/include/unoops/machine.h). */
export const EVENTS = [
  "task-new",
  "task-runs",
  "task-returns",
  "task-dead",
  "task-usage",
  "task-stop",
  "task-stopped",
  "task-wake",
  "task-signal",
  "locked",
  "unlocked",
  "waits",
  "clock",
  "unset",
  "init",
] as const;

type EventName = (typeof EVENTS)[number];

interface Common {
  readonly process: number;
  /** Name of the process when it happened: `rmmod`, a kthread's, `rcu`, `timer`, `user space`. */
  readonly who: string;
  /** Its name in an oops: for a softirq that of the task it interrupts. */
  readonly comm: string;
  /** The module's own place from which the kernel was called; -1 outside the module. */
  readonly moduleSite: number;
}

/** What happened in a replay, in order. */
export type TraceEvent = Common &
  (
    | { readonly type: "note"; readonly event: EventName; readonly object: number; readonly value: number }
    | { readonly type: "call"; readonly site: number }
    | { readonly type: "enter"; readonly site: number }
    | { readonly type: "print"; readonly level: number; readonly text: string }
    | {
        readonly type: "warn";
        readonly file: string;
        readonly line: number;
        readonly text: string;
        readonly stack: readonly string[];
      }
    | {
        readonly type: "broken";
        readonly kind: TrapKind;
        readonly text: string;
        readonly stack: readonly string[];
      }
    | { readonly type: "leave"; readonly site: number }
    | { readonly type: "alloc"; readonly object: number; readonly kind: string }
    | { readonly type: "free"; readonly object: number; readonly kind: string }
    | { readonly type: "tell"; readonly text: string }
    | {
        readonly type: "choice";
        readonly why: string;
        readonly picked: number;
        /** A call fails that succeeds as a rule. */
        readonly fails?: boolean;
      }
    | { readonly type: "spawn"; readonly child: number; readonly name: string; readonly task: number }
    | { readonly type: "cancel"; readonly child: number }
    | { readonly type: "set"; readonly name: string; readonly from: number; readonly to: number }
    | { readonly type: "unload"; readonly module: number }
    | { readonly type: "load"; readonly module: number; readonly again: boolean }
  );

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** An event as a hook reports it: the machine adds who and where. */
export type NewEvent = DistributiveOmit<TraceEvent, keyof Common>;
