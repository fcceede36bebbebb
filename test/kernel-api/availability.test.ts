import { expect, test } from "vitest";
import { hasName, spellingFor, whyMissing } from "../../src/kernel-api/index.ts";

test.each([
  ["7.2", "setup_timer", "setup_timer() was removed in 4.15: --kernel 4.14, or timer_setup()"],
  [
    "6.12",
    "complete_and_exit",
    "complete_and_exit() was removed in 5.17: --kernel 5.15, or kthread_complete_and_exit()",
  ],
  [
    "5.10",
    "kthread_complete_and_exit",
    "kthread_complete_and_exit() exists since 5.17: --kernel 6.1, or complete_and_exit()",
  ],
  ["7.2", "del_timer_sync", "del_timer_sync() was removed in 6.15: --kernel 6.12, or timer_delete_sync()"],
  ["5.10", "make_task_dead", "make_task_dead() is not exported to modules: return in the thread function"],
  ["6.1", "do_exit", "do_exit() is not exported since 5.17: --kernel 7.2, or return in the thread function"],
  ["6.12", "daemonize", "daemonize() was removed in 3.8: kthread_run()"],
] as const)("on linux %s, %s: %s", (kernel, name, said) => {
  expect(whyMissing(kernel, name)).toBe(said);
  expect(hasName(kernel, name)).toBe(false);
});

test("a name that is there, or of which nothing is known, is not missing", () => {
  expect(whyMissing("5.10", "del_timer_sync")).toBeUndefined();
  expect(whyMissing("5.10", "my_own_function")).toBeUndefined();
});

test("a patch for several kernels takes the name that all of them have, or says why there is none", () => {
  const timer = { older: "del_timer_sync", newer: "timer_delete_sync" };
  expect(spellingFor(["6.12", "7.2"], timer)).toEqual({ name: "timer_delete_sync" });
  expect(spellingFor(["5.10", "6.12"], timer)).toEqual({ name: "del_timer_sync" });
  expect(spellingFor(["5.10", "7.2"], timer)).toEqual({
    why: "del_timer_sync() was removed in 6.15, and timer_delete_sync() exists since 6.2: make one patch for each side",
  });
});
