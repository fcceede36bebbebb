import type { Confirmation, Played } from "./confirm.ts";
import { faultText } from "./observe/fault.ts";
import { scenarioName } from "./play/scenario.ts";

/** The `--json` object: the contract's fields of the run it checks, and `played`, one object a scenario. */
export function confirmationJson(
  { verdict, kernel, accelerator, run, played, forced, buildMs }: Confirmation,
  version: string,
): string {
  const whole = {
    tool: "unoops",
    version,
    command: "confirm",
    verdict,
    kernel: kernel.version,
    release: kernel.release,
    arch: kernel.arch,
    accelerator,
    run: run.outcome,
    findings: run.findings,
    assumptions: run.assumptions,
    played: played.map(playedJson),
    ...(forced ? { forced } : {}),
    stats: { ...run.stats, buildMs },
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function playedJson({ scenario, outcome, agreement, console, ms }: Played): object {
  const { kind, symptoms, faults, blind, stuck, insmod, rmmod, innocent } = outcome;
  return {
    scenario: { name: scenarioName(scenario), ...scenario },
    outcome: kind,
    agreement,
    symptoms: symptoms.map(({ crash: { type, title, headline, function: at, process }, phase }) => ({
      phase,
      type,
      title,
      headline,
      function: at,
      comm: process.comm,
    })),
    traced: faults.map(faultText),
    blind,
    stuck,
    ...(insmod === undefined ? {} : { insmod }),
    ...(rmmod === undefined ? {} : { rmmod }),
    ...(innocent === undefined ? {} : { innocent }),
    console,
    ms,
  };
}
