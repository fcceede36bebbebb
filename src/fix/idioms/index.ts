import type { RuleId } from "../../core/rules.ts";
import type { Idiom } from "../repair.ts";
import {
  CANCEL_AT_EXIT,
  CANCEL_BEFORE_FREE,
  CANCEL_LAST,
  CANCEL_WHEN_INIT_FAILS,
  WAIT_AFTER_UNLOCK,
} from "./callbacks.ts";
import { FREE_WHEN_ENDED, WAIT_WHERE_ENDED } from "./callback-ends.ts";
import { REINIT_COMPLETION, WAIT_TO_THE_END } from "./completions.ts";
import { EMPTY_LIST } from "./empty-list.ts";
import { GUARD_STOP, NULL_ON_FAILURE, RETURN_ERROR, TEST_WITH_IS_ERR } from "./error-test.ts";
import { FREE_BY_STOPPER } from "./free-by-stopper.ts";
import { DISABLE_WORK, SHUT_TIMER_DOWN } from "./for-good.ts";
import { OPEN_BEFORE_STOP } from "./gates.ts";
import { HOLD_ACROSS_STOP, HOLD_FROM_CREATION } from "./hold.ts";
import { READ_ERROR_BEFORE_FREE } from "./kept-error.ts";
import {
  ALLOCATE_ATOMIC,
  CLEAR_AFTER_FREE,
  FREE_AFTER_USE,
  SET_COUNT_ANEW,
  SLEEP_AFTER_UNLOCK,
} from "./memory.ts";
import { STOP_AFTER_CALLBACKS, STOP_AFTER_UNLOCK, STOP_BEFORE_FREE, SWAP_LOCKS } from "./order.ts";
import { SET_OWNER, SET_OWNER_OF_TYPE } from "./owner.ts";
import { FREE_AFTER_READERS, FREE_BEHIND_READERS, RCU_BARRIER, SRCU_BARRIER } from "./readers.ts";
import { STOP_WHEN_REMOVED } from "./removal.ts";
import {
  ALLOW_EACH_SIGNAL,
  DROP_GET,
  KEEP_HANDLE,
  NAME_WHERE_CREATED,
  PUT_AFTER_STOP,
} from "./references.ts";
import { DROP_WAIT } from "./needless-wait.ts";
import { STOP_BEFORE_CALLBACKS, STOP_BEFORE_LOCK, READ_BEFORE_STOP } from "./sooner.ts";
import { START_BEFORE_SHOWING, STOP_AFTER_HIDING } from "./start-first.ts";
import { START_ONCE } from "./start-once.ts";
import { STOP_EACH } from "./stop-each.ts";
import { STOP_THE_LAST } from "./stop-the-last.ts";
import { STOP_ALWAYS } from "./stop-always.ts";
import { CLEAR_AFTER_STOP, REMOVE_SECOND_STOP, TAKE_HANDLE } from "./stop-once.ts";
import {
  COMPLETE_AND_EXIT,
  COMPLETE_AT_END_OF_EXIT,
  COMPLETE_BEFORE_FREE_IN_EXIT,
  FREE_AT_EXIT,
  STOP_AT_END_OF_EXIT,
  STOP_AT_EXIT,
} from "./unload.ts";
import { TAKE_UNDER_LOCK } from "./take-under-lock.ts";
import { TAKE_THE_LOCK } from "./under-lock.ts";
import { UNDO_ALWAYS } from "./undo-always.ts";
import { UNDO_WHEN_INIT_FAILS } from "./undo.ts";
import { UNDO_AT_END_OF_EXIT, UNREGISTER_AT_EXIT } from "./unregister.ts";
import { STOP_WHEN_INIT_FAILS } from "./unwind.ts";
import { WAIT_A_WHILE } from "./wait-a-while.ts";
import { WAIT_FOR_STOP } from "./wait-for-stop.ts";
import {
  ASK_AFTER_STATE,
  ASK_FOR_STOP,
  LEAVE_INNER_WAIT,
  PARK_WHEN_ASKED,
  RUN_AT_CREATION,
  WAKE_WHEN_CREATED,
} from "./wakeup.ts";

/** What may mend each kind of finding. Whether it does is found by running the result; so the list may be generous. */
export const IDIOMS: Partial<Record<RuleId, readonly Idiom[]>> = {
  "kthread-stop-after-exit": [HOLD_FROM_CREATION, WAIT_FOR_STOP, HOLD_ACROSS_STOP, KEEP_HANDLE, STOP_ALWAYS],
  "kthread-pin-too-late": [HOLD_FROM_CREATION, WAIT_FOR_STOP],
  "kthread-unreferenced-read": [
    READ_BEFORE_STOP,
    STOP_AFTER_CALLBACKS,
    STOP_AFTER_HIDING,
    HOLD_FROM_CREATION,
    STOP_ALWAYS,
    WAIT_FOR_STOP,
    KEEP_HANDLE,
  ],
  "kthread-double-stop": [STOP_AFTER_CALLBACKS, REMOVE_SECOND_STOP, CLEAR_AFTER_STOP, TAKE_HANDLE],
  "kthread-ref-leak": [PUT_AFTER_STOP, DROP_GET, STOP_ALWAYS],
  "kthread-null-check": [TEST_WITH_IS_ERR, NULL_ON_FAILURE],
  "kthread-err-ptr": [START_BEFORE_SHOWING, TEST_WITH_IS_ERR, RETURN_ERROR, NULL_ON_FAILURE, GUARD_STOP],
  "kthread-stop-deadlock": [STOP_AFTER_UNLOCK, TAKE_UNDER_LOCK, STOP_BEFORE_LOCK, OPEN_BEFORE_STOP],
  "kthread-never-stops": [ASK_FOR_STOP, LEAVE_INNER_WAIT, WAIT_A_WHILE, DROP_WAIT, OPEN_BEFORE_STOP],
  "kthread-never-ran": [RUN_AT_CREATION, WAKE_WHEN_CREATED],
  "kthread-lost-wakeup": [ASK_AFTER_STATE, DROP_WAIT],
  "kthread-outlives-module": [
    STOP_EACH,
    STOP_THE_LAST,
    STOP_WHEN_REMOVED,
    STOP_AT_EXIT,
    COMPLETE_AND_EXIT,
    COMPLETE_BEFORE_FREE_IN_EXIT,
    STOP_AT_END_OF_EXIT,
    COMPLETE_AT_END_OF_EXIT,
    STOP_ALWAYS,
    STOP_AFTER_HIDING,
    STOP_WHEN_INIT_FAILS,
    TEST_WITH_IS_ERR,
    START_ONCE,
    KEEP_HANDLE,
    NAME_WHERE_CREATED,
    UNDO_WHEN_INIT_FAILS,
  ],
  "allow-signal-mask": [ALLOW_EACH_SIGNAL],
  "rcu-callback-outlives-module": [RCU_BARRIER],
  "timer-outlives-module": [
    STOP_BEFORE_CALLBACKS,
    CANCEL_AT_EXIT,
    CANCEL_LAST,
    SHUT_TIMER_DOWN,
    DISABLE_WORK,
    REINIT_COMPLETION,
    WAIT_WHERE_ENDED,
    CANCEL_WHEN_INIT_FAILS,
    UNDO_WHEN_INIT_FAILS,
  ],
  "work-outlives-module": [
    STOP_BEFORE_CALLBACKS,
    CANCEL_AT_EXIT,
    CANCEL_LAST,
    SHUT_TIMER_DOWN,
    DISABLE_WORK,
    REINIT_COMPLETION,
    WAIT_WHERE_ENDED,
    CANCEL_WHEN_INIT_FAILS,
    UNDO_WHEN_INIT_FAILS,
  ],
  "tasklet-outlives-module": [
    STOP_BEFORE_CALLBACKS,
    CANCEL_AT_EXIT,
    CANCEL_LAST,
    WAIT_WHERE_ENDED,
    CANCEL_WHEN_INIT_FAILS,
    UNDO_WHEN_INIT_FAILS,
  ],
  "file-outlives-module": [
    SET_OWNER,
    SET_OWNER_OF_TYPE,
    UNDO_ALWAYS,
    START_BEFORE_SHOWING,
    UNDO_WHEN_INIT_FAILS,
  ],
  "handler-outlives-module": [
    UNREGISTER_AT_EXIT,
    UNDO_ALWAYS,
    SRCU_BARRIER,
    STOP_BEFORE_CALLBACKS,
    CANCEL_AT_EXIT,
    CANCEL_LAST,
    CANCEL_WHEN_INIT_FAILS,
    UNDO_WHEN_INIT_FAILS,
  ],
  "use-after-free": [
    FREE_BY_STOPPER,
    READ_ERROR_BEFORE_FREE,
    FREE_AFTER_USE,
    STOP_BEFORE_FREE,
    STOP_AFTER_HIDING,
    STOP_WHEN_REMOVED,
    STOP_BEFORE_CALLBACKS,
    START_ONCE,
    CANCEL_AT_EXIT,
    CANCEL_BEFORE_FREE,
    WAIT_WHERE_ENDED,
    FREE_WHEN_ENDED,
    FREE_BEHIND_READERS,
    FREE_AFTER_READERS,
    SHUT_TIMER_DOWN,
    DISABLE_WORK,
    REINIT_COMPLETION,
    WAIT_TO_THE_END,
    COMPLETE_BEFORE_FREE_IN_EXIT,
    TAKE_THE_LOCK,
    CLEAR_AFTER_FREE,
    UNDO_WHEN_INIT_FAILS,
  ],
  "double-free": [FREE_BY_STOPPER, CLEAR_AFTER_FREE, REINIT_COMPLETION, TAKE_THE_LOCK],
  "refcount-misuse": [SET_COUNT_ANEW, HOLD_FROM_CREATION],
  "sleep-in-atomic": [SLEEP_AFTER_UNLOCK, ALLOCATE_ATOMIC],
  deadlock: [
    WAIT_AFTER_UNLOCK,
    SWAP_LOCKS,
    STOP_AFTER_UNLOCK,
    TAKE_UNDER_LOCK,
    ASK_AFTER_STATE,
    ASK_FOR_STOP,
    PARK_WHEN_ASKED,
    WAIT_A_WHILE,
    DROP_WAIT,
    OPEN_BEFORE_STOP,
  ],
  "null-dereference": [
    START_BEFORE_SHOWING,
    TEST_WITH_IS_ERR,
    RETURN_ERROR,
    REINIT_COMPLETION,
    TAKE_THE_LOCK,
  ],
  "module-leak": [UNDO_WHEN_INIT_FAILS, UNDO_ALWAYS, UNDO_AT_END_OF_EXIT, FREE_AT_EXIT, EMPTY_LIST],
};
