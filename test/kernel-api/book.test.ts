import { expect, test } from "vitest";
import { KERNEL_VERSIONS } from "../../src/core/kernel-version.ts";
import { BOOK, isBackported, releaseHas, TABLES, type Release } from "../../src/kernel-api/index.ts";
import { declaredFor, TURNING_POINTS } from "./headers.ts";

/** Names that our headers make by pasting, which no release lacks. */
const PASTED = /^((atomic|xchg)_|__(set|clear)_bit$)/;

const CALLS = [...BOOK.keys()].filter((name) => !name.endsWith(".h") && !PASTED.test(name));

test("a name has one row", () => {
  const names = TABLES.flatMap((table) => Object.keys(table));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

/** Releases at which the book or a header says that something came or went, and the modelled ones. */
const RELEASES: readonly Release[] = [
  ...new Set<Release>([
    ...KERNEL_VERSIONS,
    ...TURNING_POINTS,
    ...[...BOOK.values()].flatMap(({ since, until }) => [since ?? "4.4", until ?? "4.4"] as const),
  ]),
].filter((release) => release !== "3.3" && release !== "3.8" && release !== "4.3"); // before the oldest

const DECLARED = new Map(RELEASES.map((release) => [release, declaredFor(release)]));

test("a name that the model has is in its headers from the release that the book says, to the one that it says", () => {
  const wrong = CALLS.flatMap((name) => {
    const there = RELEASES.filter((release) => DECLARED.get(release)?.has(name));
    if (there.length === 0) return [];
    const differing = RELEASES.filter(
      (release) => there.includes(release) !== releaseHas(release, name) && !isBackported(release, name),
    );
    return differing.length === 0 ? [] : [`${name}: ${differing.join(" ")}`];
  });
  expect(wrong).toEqual([]);
});

/** What reading knows and running does not: a run of a module that calls one of these ends with its name. */
const NOT_MODELLED = `
  torture_must_stop torture_kthread_stopping wait_for_kthread_stop smpboot_thread_fn
  kthread_set_per_cpu kthread_is_per_cpu kthread_probe_data
  kthread_use_mm to_kthread tryget_task_struct put_task_struct_many
  wake_up_new_task task_pid_nr_ns io_wait_event
  swait_event swait_event_exclusive rcuwait_wait_event swait_event_idle_exclusive
  swait_event_interruptible_exclusive swait_event_timeout_exclusive swait_event_idle_timeout_exclusive swait_event_interruptible_timeout_exclusive
  wait_event_interruptible_locked wait_event_interruptible_locked_irq prepare_to_swait_exclusive down_read_non_owner
  console_lock console_unlock __builtin_expect register_cpu_notifier
  _dev_emerg _dev_alert _dev_crit _dev_err
  _dev_warn _dev_notice _dev_info __dynamic_pr_debug
  freezable_schedule_timeout
`
  .trim()
  .split(/\s+/);

test("what the book knows of a modelled kernel and no header has is what the model is known to lack", () => {
  const lacking = CALLS.filter((name) => RELEASES.every((release) => !DECLARED.get(release)?.has(name)));
  const modelled = lacking.filter((name) => KERNEL_VERSIONS.some((kernel) => releaseHas(kernel, name)));
  expect(modelled.toSorted()).toEqual(NOT_MODELLED.toSorted());
});
