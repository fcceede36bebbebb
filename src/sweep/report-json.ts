import { sarifLog } from "../report/sarif.ts";
import { printableData } from "../core/printable.ts";
import { heavy, type SweepReport } from "./report.ts";

/** The `--report json` object of the contract in docs/sweep.md. */
export function jsonOf(report: SweepReport, version: string): string {
  const findings = report.findings.map(({ by, kernel, subsystem, isNew, finding, job }) => ({
    by,
    kernel,
    subsystem,
    new: isNew,
    job: job.label,
    ...finding,
  }));
  const whole = {
    tool: "unoops",
    version,
    command: "sweep",
    verdict: findings.some(({ severity }) => severity === "error") ? "bug" : "bounded",
    ...report,
    findings,
  };
  return `${JSON.stringify(printableData(whole), undefined, 2)}\n`;
}

/** A SARIF log whose results say whether they are new; what is gone is `absent`. Jobs that were set aside are its failures. */
export function sarifOf({ findings, gone, isFirst, crashes, aside }: SweepReport, version: string): string {
  const absent = gone.map(heavy);
  const states = findings.map(({ isNew }) => (isNew ? ("new" as const) : ("unchanged" as const)));
  const all = [...findings.map(({ finding }) => finding), ...absent];
  const log = sarifLog(all, version, {
    ...(isFirst ? {} : { states: [...states, ...absent.map(() => "absent" as const)] }),
    crashes: crashes.map(({ log: file, line, title, summary }) => ({
      log: file,
      line,
      text: `${title}: ${summary}`,
    })),
    failures: aside.map(({ job, reason }) => `${job}: ${reason}`),
  });
  return `${JSON.stringify(printableData(log), undefined, 2)}\n`;
}
