import type { Finding } from "../core/finding.ts";
import type { Candidate } from "../core/fix.ts";
import { printable } from "../core/printable.ts";
import { columns, wrap } from "./columns.ts";
import { NO_COLOURS } from "./style.ts";

export interface MailOptions {
  /** `Name <address>`, as git knows the author. */
  readonly from: string;
  readonly date: Date;
  /** What the subject begins with: the driver's or the module's name. */
  readonly prefix: string;
  /** `123456789abc ("subject")`, the commit that brought the bug. */
  readonly fixes?: string;
  /** The author certifies the origin of the patch (Documentation/process/submitting-patches.rst). */
  readonly signsOff?: boolean;
  readonly diff: string;
}

/** Width of a commit message's lines; Documentation/process/submitting-patches.rst asks for 75 at most. */
const WIDTH = 74;

/** A mail that `git am` takes: what happens, the interleaving, how the patch was verified, what could not be. */
export function mail(candidate: Candidate, target: Finding, options: MailOptions): string {
  const { from, date, prefix, fixes, signsOff = false, diff } = options;
  const [first = "", ...further] = candidate.title.split("; ");
  const body: string[] = [...wrap(whatHappens(target), WIDTH), ""];
  if (target.witness) body.push(...columns(target.witness.steps, WIDTH, NO_COLOURS), "");
  body.push(...wrap(`So ${[first, ...further].join(", and ")}.`, WIDTH), "");
  body.push(...verification(candidate), "");
  if (fixes !== undefined) body.push(`Fixes: ${fixes}`);
  if (signsOff) body.push(`Signed-off-by: ${from}`);
  if (fixes !== undefined || signsOff) body.push("");
  const head = [
    "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001",
    `From: ${from}`,
    `Date: ${rfc2822(date)}`,
    `Subject: [PATCH] ${prefix}: ${first}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
    "",
  ];
  // the line "---" ends the message for git am
  const message = printable([...head, ...body].join("\n")).replace(/^---/gm, " ---");
  return `${message}---\n${diff}-- \nunoops\n`;
}

function whatHappens({ message, function: name, span, predicted }: Finding): string {
  const file = span.file.split("/").at(-1) ?? span.file;
  const [shown] = predicted ?? [];
  // an address of zeros reads like a commit's number, to people and to checkpatch.pl
  const headline = shown?.headline.replace(/,? (at (virtual )?)?address:? [\da-fx]+$/, "");
  const happens = `In ${name}() (${file}:${span.line}), ${message}.`;
  if (!shown) return happens;
  if (shown.text.length === 0) return `${happens} The kernel prints nothing then.`;
  return `${happens} The kernel then prints "${headline}", if it prints anything.`;
}

function verification({ judgement }: Candidate): string[] {
  if (!judgement) return [];
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(...wrap(text, WIDTH));
  if (judgement.proof === "proven") {
    const kernels = judgement.verdicts.map(({ kernel }) => kernel).join(", ");
    const isPart = judgement.verdicts.some(({ scope }) => scope === "part");
    const of = isPart
      ? "the part of the driver that its kernel threads live in"
      : "load, threads, signals and unload";
    say(
      `Verified with unoops on a model of linux ${kernels}: with the patch, every interleaving of ${of} was explored, with and without failing allocations, and none fails.`,
    );
    for (const text of new Set(judgement.verdicts.flatMap(({ assumptions }) => assumptions)))
      say(`Assumed: ${text}.`);
    say("Not verified: anything that needs a reordering CPU or the hardware.");
  } else if (judgement.proof === "bounded") {
    say("Verified with unoops as far as its search went; not everything was covered:");
    for (const reason of judgement.because) say(reason);
  } else if (judgement.proof === "partly") {
    say("This is not the whole fix. What unoops still finds with the patch:");
    for (const { rule, message, function: name, span } of judgement.left)
      say(`${rule} in ${name}(), line ${span.line}: ${message}.`);
  } else {
    say("The source was read, not run; with the patch, unoops check finds nothing any more:");
    for (const reason of judgement.because) say(reason);
  }
  return lines;
}

/** `Tue, 24 Nov 2026 20:00:00 +0000` */
function rfc2822(date: Date): string {
  return date.toUTCString().replace(/GMT$/, "+0000");
}
