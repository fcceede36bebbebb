import { certain, likely, type Diagnosis, type Evidence, type Facts } from "./diagnosis.ts";
import { sceneEvidence } from "./scene.ts";

const ASKED = /^(.*?) invoked oom-killer: gfp_mask=(0x[0-9a-f]+)(?:\(([^)]*)\))?.*?\border=(-?\d+)/;
/** `Out of memory: Killed process 123 (foo)` since 5.3; `Kill process` and `kill process` before. */
const KILLED = /\b[Kk]ill(?:ed)? process (\d+)(?:, UID \d+,)? \(([^)]*)\)/;
const SLAB = /\bslab_unreclaimable:(\d+)(?:kB)?/;
const ANON = /\bactive_anon:(\d+) inactive_anon:(\d+)/;
const UNKILLABLE = /System is deadlocked on memory|no killable process/;

/** Memory ran out: who asked for more, who was killed for it, and who holds it. */
export function outOfMemory({ crash }: Facts): Diagnosis | undefined {
  if (crash.type !== "OOM") return undefined;
  const [, asker = "", mask = "", flags, order] = ASKED.exec(crash.headline) ?? [];
  const text = crash.lines.join("\n");
  const [, pid, victim] = KILLED.exec(text) ?? [];
  const isGroup = /Memory cgroup out of memory|CONSTRAINT_MEMCG/.test(text);
  const where = isGroup ? "A memory cgroup reached its limit" : "The machine ran out of memory";
  const killed = victim === undefined ? "" : `, and the kernel killed ${victim}[${pid}] for it`;
  return {
    summary: `${where} when ${asker === "" ? "a process" : asker} asked for more${killed}.`,
    evidence: [
      ...(asker === ""
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
