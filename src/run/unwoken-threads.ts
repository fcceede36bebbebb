import type { Finding } from "../core/finding.ts";
import { RULE_PAGES } from "../core/rule-pages.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Machine } from "../machine/machine.ts";
import { placeOf } from "./place.ts";

/** Threads that no schedule at all ever ran: only a search that covered every schedule can say so. */
export function unwokenThreads(program: LinkedProgram, machine: Machine): Finding[] {
  return machine.kthreads.neverRan().flatMap((site) => {
    const place = placeOf(program, site);
    if (!place) return [];
    const { file, line, column } = place;
    return [
      {
        rule: "kthread-never-ran" as const,
        severity: "error" as const,
        message: RULE_PAGES["kthread-never-ran"].found ?? "",
        span: { file, line, column },
        function: place.function,
        notes: [
          { message: "no schedule wakes the thread before it is stopped", span: { file, line, column } },
        ],
      },
    ];
  });
}
