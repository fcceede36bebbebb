import type { RuleId } from "../../core/rules.ts";
import { bareName } from "../trace/blame.ts";
import { place } from "./by-type.ts";
import { certain, chain, type Diagnosis, type LogFacts } from "./diagnosis.ts";
import { sceneEvidence } from "./scene.ts";

/** What CONFIG_DEBUG_OBJECTS says (lib/debugobjects.c, debug_print_object(), 4.4 to 7.2): what was done to an object in which state. */
const SAID =
  /^ODEBUG: (\w+) ([\w ]+?) \(active state \d+\)(?: object: \S+)? object type: (\w+)(?: hint: (?:0x0|\(null\)|([\w.]+)\S*(?: \[[\w-]+\])?))?/;

interface Tracked {
  readonly what: string;
  readonly pending: string;
  /** What ends it for certain. */
  readonly end: string;
  readonly rule: RuleId;
}

const TIMER: Tracked = {
  what: "a timer",
  pending: "pending",
  end: "timer_shutdown_sync(), del_timer_sync() before 6.2",
  rule: "timer-outlives-module",
};
const WORK: Tracked = {
  what: "a work item",
  pending: "queued or running",
  end: "cancel_work_sync()",
  rule: "work-outlives-module",
};
const DELAYED_WORK: Tracked = {
  what: "the timer of a delayed work",
  pending: "pending",
  end: "cancel_delayed_work_sync()",
  rule: "work-outlives-module",
};
const TRACKED: Readonly<Record<string, Tracked>> = {
  timer_list: TIMER,
  hrtimer: { ...TIMER, what: "an hrtimer", end: "hrtimer_cancel()" },
  work_struct: WORK,
  rcu_head: {
    what: "an rcu_head",
    pending: "waiting for its grace period",
    end: "rcu_barrier()",
    rule: "rcu-callback-outlives-module",
  },
};

/** The memory of a module goes: kernel/module.c. */
const MODULE_GOES = /^(?:free_module|module_memfree|free_mod_mem|module_memory_free|do_free_init)$/;

/** A timer, work or callback that the kernel watched: freed or set up again while it is pending, or used without having been set up. */
export function trackedObject({ crash }: LogFacts): Diagnosis | undefined {
  const said = crash.lines.find((line) => SAID.test(line));
  const [, deed = "", state = "", type = "", hint] = SAID.exec(said ?? "") ?? [];
  const known = hint === "delayed_work_timer_fn" ? DELAYED_WORK : TRACKED[type];
  if (!known) return undefined;
  const { what, pending, end, rule } = known;
  const callback =
    hint === undefined || known === DELAYED_WORK ? "" : `: its function is ${bareName(hint)}()`;
  const told = (ruleId: RuleId, summary: string, next: readonly string[]): Diagnosis => ({
    rule: ruleId,
    summary,
    evidence: [certain("tracked-object", `"${said}"`), ...sceneEvidence(crash)],
    next,
  });
  if (deed === "free" && state === "active") {
    const isModule = chain(crash).some((name) => MODULE_GOES.test(name));
    return told(
      isModule ? rule : "use-after-free",
      `Memory is freed${place(crash.function)}, with ${what} in it that is still ${pending}${callback}.`,
      [`end it before its memory goes: ${end}`, "unoops run MODULE.c"],
    );
  }
  if (deed === "init" && state === "active")
    return told(
      "api-misuse",
      `${what.replace(/^a/, "A")} is set up again${place(crash.function)}, while it is still ${pending}${callback}.`,
      [`set it up once, or end it first: ${end}`],
    );
  if (state === "not available")
    return told(
      "api-misuse",
      `${what.replace(/^a/, "A")} is used${place(crash.function)}, which was never set up.`,
      ["look for the path on which its set-up is passed by, or comes later"],
    );
  return undefined;
}
