import { CrashReader, diagnose, loadDisassembler } from "../oops/index.ts";
import { printableData } from "../core/printable.ts";
import { NOTHING, type JobResult } from "./result.ts";

/** Reads one log, and says what each of its crashes means. */
export async function performExplain(log: Uint8Array): Promise<JobResult> {
  const reader = new CrashReader();
  const crashes = [...reader.push(log), ...reader.end()];
  const disassembler = crashes.some(({ code }) => code) ? await loadDisassembler() : undefined;
  const told = crashes.map((crash) => {
    const { rule, summary } = diagnose(crash, crashes, disassembler);
    const { title, type, span, function: name = "" } = crash;
    return { title, type, function: name, line: span.from, ...(rule === undefined ? {} : { rule }), summary };
  });
  return printableData({ ...NOTHING, outcome: told.length > 0 ? "crash" : "quiet", crashes: told });
}
