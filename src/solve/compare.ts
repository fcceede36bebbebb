import { withoutModule } from "../core/module-suffix.ts";
import type { Finding, Prediction } from "../core/finding.ts";
import type { Crash } from "../oops/index.ts";

/** One thing that a log and a prediction both speak of. */
interface Row {
  readonly what: "headline" | "fault address" | "function" | "callers" | "process" | "module state";
  readonly log: string;
  readonly predicted: string;
  readonly agrees: boolean;
}

/** A predicted outcome next to a crash of the log. */
export interface Match {
  readonly crash: Crash;
  readonly finding: Finding;
  readonly prediction: Prediction;
  readonly rows: readonly Row[];
  readonly agreed: number;
  /** The log's own crash is what was predicted: same kind of headline, same function. */
  readonly reproduced: boolean;
}

/** The predicted outcome that agrees best with what the log has; undefined when nothing was predicted or crashed. */
export function bestMatch(crashes: readonly Crash[], findings: readonly Finding[]): Match | undefined {
  const matches = crashes.flatMap((crash) =>
    findings.flatMap((finding) =>
      (finding.predicted ?? []).map((prediction) => match(crash, finding, prediction)),
    ),
  );
  return matches.toSorted((a, b) => Number(b.reproduced) - Number(a.reproduced) || b.agreed - a.agreed)[0];
}

function match(crash: Crash, finding: Finding, prediction: Prediction): Match {
  const rows = compare(crash, prediction);
  const agrees = (what: Row["what"]): boolean => rows.some((row) => row.what === what && row.agrees);
  // code that is gone has no name: there the address speaks
  const place = agrees("function") || (prediction.function === "" && agrees("fault address"));
  return {
    crash,
    finding,
    prediction,
    rows,
    agreed: rows.filter((row) => row.agrees).length,
    reproduced: agrees("headline") && place,
  };
}

function compare(crash: Crash, prediction: Prediction): Row[] {
  const said = [{ headline: prediction.headline, function: prediction.function }, ...(prediction.also ?? [])];
  const same = said.find(({ headline }) => kindOf(headline) === kindOf(crash.headline)) ?? said[0];
  const rows: Row[] = [];
  const add = (
    what: Row["what"],
    log: string | undefined,
    predicted: string | undefined,
    agrees: boolean,
  ): void => {
    if (log !== undefined && predicted !== undefined) rows.push({ what, log, predicted, agrees });
  };
  const headline = same?.headline ?? "";
  add("headline", crash.headline, headline, kindOf(headline) === kindOf(crash.headline));
  add("fault address", faultOf(crash), predictedFault(prediction), sameFault(crash, prediction));
  const places = placesOf(crash).map(base);
  const isThere = places.includes(base(same?.function ?? ""));
  add("function", isThere ? same?.function : crash.function, same?.function, isThere);
  const chain = crash.frames.filter(({ unreliable }) => !unreliable).map((frame) => base(frame.function));
  const callers = prediction.trace.map(base);
  if (chain.length > 1 && callers.length > 1) {
    const missing = callers.filter((caller) => !chain.includes(caller));
    add("callers", chain.join(" < "), callers.join(" < "), missing.length === 0 && inOrder(callers, chain));
  }
  add("process", crash.process.comm, prediction.comm, crash.process.comm === prediction.comm);
  const [state, ours] = [stateOf(crash), prediction.modules && stateOfList(prediction.modules)];
  add("module state", state, ours, state === ours);
  return rows;
}

/**
 * The function to blame, or the one that the processor stood in: helpers such as _set_bit() are never to blame. A task that hangs
 * stands in all functions from the one that sleeps up to the one to blame, which kthread_stop() is not.
 */
function placesOf({ headline, function: blamed = "", frames }: Crash): string[] {
  const stack = frames.filter(({ unreliable }) => !unreliable).map((frame) => frame.function);
  const end = stack.indexOf(blamed);
  return [blamed, ...stack.slice(0, headline.startsWith("INFO: task") && end >= 0 ? end : 1)];
}

/** A headline without what differs from boot to boot: addresses, numbers, offsets, the flags of an oops. */
function kindOf(headline: string): string {
  return headline
    .replace(/^(kernel )?BUG: /, "")
    .replace(/^kernel BUG at \S+!/, "kernel BUG") // where a kernel's own BUG() stands, and where a module was built, is not known
    .replace(/: [0-9a-f]{4,8} \[#\d+\].*$/i, "")
    .replace(/^WARNING: (\S+:\w+) at (\S+), CPU#.*$/, "WARNING at $1 $2")
    .replace(/^WARNING: .*? at /, "WARNING at ")
    .replace(/\+0x[0-9a-f]+\/0x[0-9a-f]+/g, "")
    .replace(/\b(0x)?[0-9a-fx]{8,16}\b/gi, "ADDRESS")
    .replace(/:\d+ blocked for more than \d+/, ":N blocked for more than N")
    .replace(/\s+/g, " ")
    .trim();
}

/** Without a module's name, a compiler's suffix, an offset. */
function base(name: string): string {
  return withoutModule(name).replace(/[.+].*$/, "");
}

function faultOf({ fault }: Crash): string | undefined {
  return fault?.address === undefined ? undefined : `0x${fault.address.toString(16)}`;
}

/** Predicted addresses are known, or known to lie where modules do. */
function predictedFault({ address, headline }: Prediction): string | undefined {
  if (address !== undefined) return `0x${address.toString(16)}`;
  return /(bf0|ffffffffc0)xxx/.test(headline) ? "in the module area" : undefined;
}

function sameFault(crash: Crash, prediction: Prediction): boolean {
  const address = crash.fault?.address;
  if (address === undefined) return false;
  if (prediction.address !== undefined) return address === BigInt(prediction.address);
  return inModuleArea(address);
}

/** ARM: the 16 MB below 0xc0000000; x86_64: from 0xffffffffc0000000 on (Documentation/arch/x86/x86_64/mm.rst). */
function inModuleArea(address: bigint): boolean {
  return (address >= 0xbf000000n && address < 0xc0000000n) || address >= 0xffffffffc0000000n;
}

function inOrder(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const name of whole) if (name === part[at]) at++;
  return at === part.length;
}

function stateOf({ modules }: Crash): string | undefined {
  const special = modules.find(({ state }) => state !== "live") ?? modules[0];
  return special?.state;
}

function stateOfList(list: string): string {
  if (list.startsWith("[last unloaded")) return "last unloaded";
  return list.endsWith("(-)") ? "unloading" : "live";
}
