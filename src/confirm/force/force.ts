import type { WitnessStep } from "../../core/finding.ts";
import type { ModuleSource } from "../../compile/module-source.ts";
import { insertWait } from "./insert.ts";
import { pointsOf, type Point } from "./points.ts";
import { sleepPoints } from "./sleep-points.ts";

export interface Forced {
  /** A copy with waits in it; the user's own files stay as they are. */
  readonly source: ModuleSource;
  readonly points: readonly Point[];
  /** Points where no wait could be put. */
  readonly missed: readonly Point[];
}

/** A unit of its own, so that the module's own includes and macros stay untouched. Times in ms. */
const WAIT_UNIT = `#include <linux/delay.h>
#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>

void unoops_wait(int order, int unload, int grace);

void unoops_wait(int order, int unload, int grace)
{
	int left;

	if (in_atomic() || irqs_disabled()) {
		mdelay(20 * order);
		return;
	}
	for (left = 100; unload && left > 0 && THIS_MODULE->state != MODULE_STATE_GOING; left--)
		msleep(50);
	msleep(50 * order);
	if (grace) {
		synchronize_rcu();
		rcu_barrier();
	}
}
`;

const WAIT_PATH = "unoops-wait.c";

/** Makes the interleaving of a witness likely: each task waits where the witness says that others act first. */
export function forceWitness(source: ModuleSource, steps: readonly WitnessStep[]): Forced {
  const files = new Map(source.files);
  const points: Point[] = [];
  const missed: Point[] = [];
  // a wait anywhere else would end the sleep, or let the wake-up come too late to be lost
  const sleeps = sleepPoints(source, steps);
  const wanted = sleeps.length > 0 ? sleeps : pointsOf(steps);
  // from the bottom up, so that a wait moves none of the lines that are still to be found
  for (const point of wanted.toSorted((a, b) => b.line - a.line)) {
    const path = [...files.keys()].find((key) => source.userPath(key) === point.file);
    const text = path === undefined ? undefined : files.get(path);
    const changed = typeof text === "string" ? insertWait(text, point) : undefined;
    if (path === undefined || changed === undefined) missed.push(point);
    else {
      files.set(path, changed);
      points.push(point);
    }
  }
  for (const [path, text] of files) {
    if (typeof text !== "string" || text === source.files.get(path)) continue;
    files.set(
      path,
      `void unoops_wait(int order, int unload, int grace);\n#line 1 "${source.userPath(path)}"\n${text}`,
    );
  }
  files.set(WAIT_PATH, WAIT_UNIT);
  const units = points.length > 0 ? [...source.units, WAIT_PATH] : source.units;
  return { source: { ...source, files, units }, points: points.toReversed(), missed };
}
