import type { ObservedFault } from "../observe/fault.ts";
import type { Scenario } from "./scenario.ts";

/** A process that had not come back when time was up. */
export interface Stuck {
  readonly comm: string;
  /** As in /proc/PID/status, such as `D`. */
  readonly state: string;
  /** Innermost first. */
  readonly stack: readonly string[];
}

/** Where in the scenario the guest was when a line was printed. */
export type Phase = "insmod" | "running" | "rmmod" | "after";

/** What was seen of one scenario on one guest, before anybody judges it. */
export interface Run {
  readonly scenario: Scenario;
  /** From the restored guest's first line to its last. */
  readonly console: string;
  /** Lengths of the console when each phase began. */
  readonly phases: readonly { readonly phase: Phase; readonly from: number }[];
  /** Exit statuses; undefined when the command did not come back. */
  readonly insmod: number | undefined;
  readonly rmmod: number | undefined;
  /** How it ended: played to the end, a command hung, or the guest went away. */
  readonly end: "played" | "hung" | "gone";
  readonly stuck: readonly Stuck[];
  readonly faults: readonly ObservedFault[];
  /** Probes without which the lives of threads are not seen, and which this kernel refused. */
  readonly blind: readonly string[];
  readonly ms: number;
}
