import type { Crash } from "../crash.ts";
import { ALLOCATION_FAILURE } from "../kinds/memory.ts";
import { certain, likely, type Diagnosis, type Evidence, type LogFacts } from "./diagnosis.ts";
import { sceneEvidence } from "./scene.ts";

const ASKED = /^(.*?) invoked oom-killer: gfp_mask=(0x[0-9a-f]+)(?:\(([^)]*)\))?.*?\border=(-?\d+)/;
/** `Out of memory: Killed process 123 (foo)` since 5.3; `Kill process` and `kill process` before. */
const KILLED = /\b[Kk]ill(?:ed)? process (\d+)(?:, UID \d+,)? \(([^)]*)\)/;
const SLAB = /\bslab_unreclaimable:(\d+)(?:kB)?/;
const ANON = /\bactive_anon:(\d+) inactive_anon:(\d+)/;
const UNKILLABLE = /System is deadlocked on memory|no killable process/;

/** Memory ran out: who asked for more, who was killed for it, and who holds it. */
export function outOfMemory({ crash }: LogFacts): Diagnosis | undefined {
  if (crash.type === ALLOCATION_FAILURE) return allocationFailed(crash);
  if (crash.type !== "OOM") return undefined;
  const [, asker = "", mask = "", flags, order] = ASKED.exec(crash.headline) ?? [];
  const text = crash.lines.join("\n");
  const [, pid, victim] = KILLED.exec(text) ?? [];
  const isGroup = /Memory cgroup out of memory|CONSTRAINT_MEMCG/.test(text);
  const isAsked = Number(order) === BY_SYSRQ;
  const where = isGroup ? "A memory cgroup reached its limit" : "The machine ran out of memory";
  const killed = victim === undefined ? "" : `, and the kernel killed ${victim}[${pid}] for it`;
  return {
    summary: isAsked
      ? `Somebody asked for the OOM killer by sysrq${killed}: memory need not have run out.`
      : `${where} when ${asker === "" ? "a process" : asker} asked for more${killed}.`,
    evidence: [
      ...(asker === "" || isAsked
        ? []
        : [
            certain(
              "asked-for-memory",
              `${asker} asked for ${pages(Number(order))} with gfp_mask ${mask}${flags === undefined ? "" : ` (${flags})`}`,
            ),
          ]),
      ...(UNKILLABLE.test(text) ? [certain("nobody-to-kill", "nobody was left to kill")] : []),
      ...holder(text),
      ...sceneEvidence(crash),
    ],
    next: isGroup
      ? ["compare memory.max of the cgroup with what its processes need"]
      : [
          "compare the sizes in the list of tasks, and of Unreclaimable slab info, with the machine's memory",
          "for a leak of the kernel's own: echo scan > /sys/kernel/debug/kmemleak, then read it",
        ],
  };
}

/** is_sysrq_oom() of mm/oom_kill.c: the order that no allocation has. */
const BY_SYSRQ = -1;

function pages(order: number): string {
  return order <= 0 ? "one page" : `${2 ** order} contiguous pages`;
}

/** More in slabs that cannot be reclaimed than in all processes together is the kernel's own doing. */
function holder(text: string): Evidence[] {
  const slab = Number(SLAB.exec(text)?.[1] ?? Number.NaN);
  const [, active, inactive] = ANON.exec(text) ?? [];
  const anon = Number(active) + Number(inactive);
  if (!Number.isFinite(slab) || !Number.isFinite(anon) || slab <= anon) return [];
  return [
    likely(
      `the kernel itself holds most of it: ${slab} pages of slabs that cannot be reclaimed, ${anon} of processes' own memory`,
    ),
  ];
}

const FAILED = /^(.*?): (?:page allocation failure: order:(\d+))?.*?mode:(0x[0-9a-f]+)(?:\(([^)]*)\))?/;

/** Somebody got no memory: who may sleep would have waited for it, who may not must do without. */
function allocationFailed(crash: Crash): Diagnosis {
  const [, asker = "", order = "0", mask, flags = ""] = FAILED.exec(crash.headline) ?? [];
  const by = crash.function === undefined ? "" : ` that ${crash.function}() asked for`;
  const cannotWait = /GFP_ATOMIC|GFP_NOWAIT/.test(flags);
  return {
    summary: `${asker === "" ? "A process" : asker} was not given ${pages(Number(order))}${by}; the kernel went on.`,
    evidence: [
      ...(mask === undefined
        ? []
        : [
            certain(
              "asked-for-memory",
              `the kernel says so: order ${order}, gfp_mask ${mask}${flags && ` (${flags})`}`,
            ),
          ]),
      ...(cannotWait
        ? [
            likely(
              "the caller may not sleep, so nothing was reclaimed for it: one that retries is not harmed",
            ),
          ]
        : []),
      ...(Number(order) > 0 ? [likely("memory may be free, but not in one piece: it is fragmented")] : []),
      ...sceneEvidence(crash),
    ],
    next:
      Number(order) > COSTLY
        ? ["ask for it in pieces, or with kvmalloc(), where the memory need not be contiguous"]
        : [
            "raise vm.min_free_kbytes when it happens often",
            "see that the caller does without: it must test what it is given",
          ],
  };
}

/** PAGE_ALLOC_COSTLY_ORDER of include/linux/mmzone.h. */
const COSTLY = 3;
