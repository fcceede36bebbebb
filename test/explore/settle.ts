import type { Reclamations } from "../../src/explore/reclamation.ts";
import { Findings, type Found } from "../../src/explore/findings.ts";
import { Footprints } from "../../src/explore/footprints.ts";
import { DEFAULT_LIMITS, Meter, type SearchLimits } from "../../src/explore/limits.ts";
import { ReducedSearch } from "../../src/explore/reduced.ts";
import { Sharing } from "../../src/explore/sharing.ts";
import type { SearchEnd, SearchOptions } from "../../src/explore/shortest.ts";
import type { System } from "../../src/explore/system.ts";

export interface Settled {
  readonly end: SearchEnd;
  readonly found: readonly Found[];
}

/** The reduced search by itself, again when the system says that states say too little; `explore` reaches it only on large systems. */
export function reducedOnly(
  system: System,
  external: number,
  options: SearchOptions,
  limits: Partial<SearchLimits> = {},
  reclamations?: Reclamations,
): Settled {
  const sharing = new Sharing();
  const footprints = new Footprints();
  const findings = new Findings();
  for (;;) {
    system.refined = false;
    findings.clear(); // as explore() does: what failed while too much was assumed may be no failure
    const meter = new Meter({ ...DEFAULT_LIMITS, ...limits });
    const search = new ReducedSearch({
      system,
      sharing,
      footprints,
      meter,
      findings,
      options,
      external,
      reclamations,
    });
    const end = search.run();
    if (end.stopped !== undefined || !system.refined) return { end, found: findings.all() };
  }
}
