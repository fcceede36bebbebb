import type { Rule } from "../case.ts";
import { errPtr } from "./err-ptr.ts";
import { stopAfterExit } from "./stop-after-exit.ts";
import { stopDeadlock } from "./stop-deadlock.ts";

/** Every rule about one thread. */
export const THREAD_RULES: readonly Rule[] = [errPtr, stopAfterExit, stopDeadlock];
