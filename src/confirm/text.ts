import type { Verdict } from "../core/finding.ts";
import { annotate, diagnose, type AnnotatedLine } from "../oops/index.ts";
import type { Confirmation, ConfirmVerdict, Played } from "./confirm.ts";
import type { Agreement } from "./judge/agreement.ts";
import { isBad, type GuestOutcome, type OutcomeKind } from "./judge/outcome.ts";
import { faultText } from "./observe/fault.ts";
import { scenarioName } from "./play/scenario.ts";

const VERDICTS: Readonly<Record<ConfirmVerdict, string>> = {
  confirmed: "the real kernel misbehaved as predicted",
  misbehaved: "the real kernel misbehaved, but not as predicted",
  quiet: "nothing bad was seen on the real kernel",
  undecided: "the real kernel neither showed nor refuted it",
};

const KINDS: Readonly<Record<OutcomeKind, string>> = {
  quiet: "nothing bad was seen",
  silent: "nothing was printed, but memory was misused",
  warned: "it warned and went on",
  crashed: "it crashed",
  "crashed-later": "it crashed after the module was unloaded",
  panicked: "it panicked",
  hung: "it hung",
  "not-loaded": "the module could not be loaded",
  "not-unloaded": "the module could not be unloaded",
  gone: "the guest ended without a word",
};

const AGREEMENTS: Readonly<Record<Agreement, string>> = {
  "as predicted": "as predicted",
  "same crash": "as predicted, but for the warnings before it",
  "other symptom": "not a predicted symptom",
  "not seen": "the bug did not show itself",
  "not predicted": "though it was proven safe",
  "as proven": "as proven",
  "no prediction": "",
};

/** The verdict first, then each scenario with what was seen; plain lines. */
export function confirmationText(confirmation: Confirmation): string {
  const { verdict, kernel, accelerator, played, forced } = confirmation;
  const lines = [
    `${verdict.toUpperCase()}  ${VERDICTS[verdict]}: linux ${kernel.release}, ${kernel.arch}, ${accelerator}`,
    "",
  ];
  for (const one of grouped(played)) lines.push(...playedLines(one.first, one.times));
  for (const { file, line, text } of forced?.points ?? [])
    lines.push(`  forced: ${file}:${line}: waits before ${text}`);
  for (const { file, line, text } of forced?.missed ?? [])
    lines.push(`  not forced: ${file}:${line}: no wait fits before ${text}`);
  const last = verdict === "undecided" ? played.at(-1) : undefined;
  if (last)
    lines.push(
      "",
      "End of the console:",
      ...last.console
        .trimEnd()
        .split("\n")
        .slice(-TAIL)
        .map((line) => `  ${line}`),
    );
  return `${lines.join("\n")}\n`;
}

const TAIL = 12;

/** The verdict in words, and each scenario with what was seen. */
export function confirmationWords({ verdict, kernel, accelerator, run, played }: Confirmation): {
  readonly verdict: ConfirmVerdict;
  readonly meaning: string;
  readonly facts: readonly string[];
  readonly run: Verdict;
  readonly played: readonly {
    readonly title: string;
    readonly said: string;
    readonly isBad: boolean;
    readonly notes: readonly string[];
    readonly crash: readonly AnnotatedLine[];
    readonly console: readonly string[];
  }[];
} {
  return {
    verdict,
    meaning: VERDICTS[verdict],
    facts: [`linux ${kernel.release}`, kernel.arch, accelerator],
    run,
    played: grouped(played).map(({ first: { scenario, outcome, agreement, console }, times }) => ({
      title: `${scenarioName(scenario)}${times > 1 ? ` (${times} times)` : ""}`,
      said: [KINDS[outcome.kind], AGREEMENTS[agreement]].filter(Boolean).join(", "),
      isBad: isBad(outcome),
      notes: outcomeLines(outcome),
      crash: outcome.symptoms.flatMap(({ crash }) => annotate(crash)),
      console: console.trimEnd().split("\n"),
    })),
  };
}

/** Runs that went the same way are told once. */
function grouped(played: readonly Played[]): { readonly first: Played; readonly times: number }[] {
  const groups = new Map<string, { first: Played; times: number }>();
  for (const one of played) {
    const key = `${scenarioName(one.scenario)}: ${outcomeText(one.outcome)}`;
    const group = groups.get(key) ?? { first: one, times: 0 };
    group.times++;
    groups.set(key, group);
  }
  return [...groups.values()];
}

function playedLines({ scenario, outcome, agreement, ms }: Played, times: number): string[] {
  const count = times > 1 ? ` (${times} times)` : "";
  const meaning = AGREEMENTS[agreement] === "" ? "" : `, ${AGREEMENTS[agreement]}`;
  return [
    `  ${scenarioName(scenario)}${count}: ${KINDS[outcome.kind]}${meaning}   ${(ms / 1000).toFixed(1)} s`,
    ...outcomeLines(outcome).map((line) => `      ${line}`),
  ];
}

/** One line that tells two outcomes apart. */
function outcomeText(outcome: GuestOutcome): string {
  return [
    outcome.kind,
    ...outcome.symptoms.map(({ crash }) => crash.title),
    `rmmod ${outcome.rmmod ?? "-"}`,
  ].join("; ");
}

function outcomeLines(outcome: GuestOutcome): string[] {
  const { symptoms, faults, blind, stuck, insmod, rmmod, innocent } = outcome;
  const crashes = symptoms.map(({ crash }) => crash);
  const worst = crashes.find((crash) => !crash.headline.startsWith("WARNING")) ?? crashes[0];
  return [
    ...symptoms.map(({ crash, phase }) => `${PHASES[phase]}: ${crash.title}`),
    ...(worst ? [diagnose(worst, crashes).summary] : []),
    ...faults.map((fault) => `traced: ${faultText(fault)}`),
    ...(blind.length > 0
      ? [`this kernel cannot trace ${blind.join(", ")}: silent misuse would not be seen`]
      : []),
    ...(innocent === undefined
      ? []
      : [`the process that crashed, ${innocent}, is a victim: the fault is the module's`]),
    ...stuck.map(
      ({ comm, state, stack }) => `${comm} has not come back (state ${state}): ${stack.join(" < ")}`,
    ),
    ...(insmod === 0 || insmod === undefined ? [] : [`insmod returned ${insmod}`]),
    ...(rmmod === undefined ? [] : [`rmmod returned ${rmmod}`]),
  ];
}

const PHASES = {
  insmod: "while loading",
  running: "while loaded",
  rmmod: "while unloading",
  after: "after unloading",
} as const;
