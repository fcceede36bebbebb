import type { Rule } from "../case.ts";
import { doubleStop } from "./double-stop.ts";
import { errPtr } from "./err-ptr.ts";
import { lostHandle } from "./lost-handle.ts";
import { outlivesModule } from "./outlives-module.ts";
import { stopAfterExit } from "./stop-after-exit.ts";
import { stopDeadlock } from "./stop-deadlock.ts";

/** Every rule about one thread. */
export const THREAD_RULES: readonly Rule[] = [
  doubleStop,
  errPtr,
  lostHandle,
  outlivesModule,
  stopAfterExit,
  stopDeadlock,
];
