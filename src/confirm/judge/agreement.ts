import { withoutModule } from "../../core/module-suffix.ts";
import type { Finding, Prediction, Verdict } from "../../core/finding.ts";
import { readCrashes, type Crash } from "../../oops/index.ts";
import type { Variant } from "../play/scenario.ts";
import { holdsOn } from "../kernels/config.ts";
import { isWarning } from "./judge.ts";
import { isBad, type GuestOutcome } from "./outcome.ts";

/** How what the real kernel did compares with what `unoops run` said. */
export type Agreement =
  | "as predicted" // the kernel showed a predicted outcome
  | "same crash" // the predicted crash, with other warnings before it
  | "other symptom" // it misbehaved, in another way than predicted
  | "not seen" // a bug was found, and the kernel showed nothing this time
  | "not predicted" // proven safe, and the kernel misbehaved
  | "as proven" // proven safe, and nothing was seen
  | "no prediction"; // the run reached no verdict, or the scenario was not played

const NOT_PLAYED = new Set<GuestOutcome["kind"]>(["not-loaded", "not-unloaded", "gone"]);

/** @param config options of the real kernel; undefined when they are not known */
export function compare(
  verdict: Verdict,
  variant: Variant,
  outcome: GuestOutcome,
  config: ReadonlySet<string> | undefined,
): Agreement {
  if (NOT_PLAYED.has(outcome.kind)) return "no prediction";
  if (verdict.outcome === "safe") return isBad(outcome) ? "not predicted" : "as proven";
  if (verdict.outcome !== "bug") return "no prediction";
  const predicted = verdict.findings.map((finding) => predictionsFor(finding, variant, config));
  const ways = predicted.flat();
  if (ways.some((way) => fits(way, outcome))) return "as predicted";
  if (outcome.kind === "quiet" && predicted.some((ways) => ways.length > 0 && ways.every(isSilence)))
    return "as predicted";
  if (ways.some((way) => isSameCrash(way, outcome))) return "same crash";
  return isBad(outcome) ? "other symptom" : "not seen";
}

function predictionsFor(
  { predicted = [] }: Finding,
  variant: Variant,
  config: ReadonlySet<string> | undefined,
): Prediction[] {
  const poisoned = variant === "slub_debug";
  return predicted.filter(
    ({ when }) =>
      holdsOn(config, when) &&
      (!/the memory|slub_debug/.test(when) || when.includes("slub_debug") === poisoned),
  );
}

/** Some bugs, such as a leak, are never heard of. */
function isSilence({ text }: Prediction): boolean {
  return text.length === 0;
}

/** The same kinds of report in the same order, in the same function. Silence fits silence that the lives of objects tell. */
function fits(prediction: Prediction, outcome: GuestOutcome): boolean {
  const types = readCrashes(prediction.text.join("\n")).map(({ type }) => type);
  if (types.length === 0) return outcome.kind === "silent";
  if (types.includes("HANG")) return outcome.kind === "hung";
  const seen = outcome.symptoms.map(({ crash }) => crash);
  if (seen.length < types.length || types.some((type, i) => seen[i]?.type !== type)) return false;
  return isIn(prediction.function, worstOf(seen));
}

function isSameCrash(prediction: Prediction, outcome: GuestOutcome): boolean {
  const predicted = worstOf(readCrashes(prediction.text.join("\n")));
  const seen = worstOf(outcome.symptoms.map(({ crash }) => crash));
  return predicted !== undefined && predicted.type === seen?.type && isIn(prediction.function, seen);
}

/** The first report that is more than a warning, else the first. */
function worstOf(crashes: readonly Crash[]): Crash | undefined {
  return crashes.find((crash) => !isWarning(crash)) ?? crashes[0];
}

/** A prediction may not know the function: code of an unloaded module has none. */
function isIn(name: string, crash: Crash | undefined): boolean {
  const bare = withoutModule(name); // a function of a module's has the module behind it
  // a warning names its function above the trace of who called it
  return (
    bare === "" || crash?.function === bare || crash?.frames.some((frame) => frame.function === bare) === true
  );
}
