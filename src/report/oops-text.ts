import { moduleSuffix } from "../core/module-suffix.ts";
import { shownTitle, type ExplainedCrash, type ExplainedFrame } from "./oops-view.ts";
import type { Style } from "./style.ts";

const LABEL = 10;
const MOST_FRAMES = 14;

export interface OopsTextOptions {
  /** Columns of the terminal; long sentences are folded there. */
  readonly width: number;
  readonly colour: boolean;
  /** Opens the file of a finding. */
  readonly link?: Style["link"];
}

/** The report a person reads: what, where, why, what next; one block a crash. */
export function renderCrashes(crashes: readonly ExplainedCrash[], options: OopsTextOptions): string {
  const blocks = crashes.map((crash, index) => renderCrash(crash, index + 1, crashes.length, options));
  return `${overview(crashes)}${blocks.join("\n")}`;
}

/** Of several crashes: where to begin. */
function overview(crashes: readonly ExplainedCrash[]): string {
  if (crashes.length < 2) return "";
  const causes = crashes.flatMap(({ diagnosis }, index) =>
    diagnosis.consequenceOf === undefined ? [index + 1] : [],
  );
  const follow = crashes.length - causes.length;
  const rest =
    follow === 0 ? "" : `; the other ${follow === 1 ? "one follows" : `${follow} follow`} from earlier ones`;
  const more = causes.length > MOST_CAUSES ? ` and ${causes.length - MOST_CAUSES} more` : "";
  return `${crashes.length} crashes in this log: begin with ${causes.slice(0, MOST_CAUSES).join(", ")}${more}${rest}\n\n`;
}

const MOST_CAUSES = 8;

function renderCrash(crash: ExplainedCrash, n: number, of: number, options: OopsTextOptions): string {
  const { diagnosis } = crash;
  const rows: [string, string[]][] = [
    ["", circumstances(crash)],
    ["what", [diagnosis.summary]],
    ["rule", rule(crash)],
    ["log says", [crash.headline]],
    ["fault", fault(crash)],
    ["where", where(crash)],
    ["source", source(crash)],
    ["check", checked(crash)],
    ["why", diagnosis.evidence.map(({ certainty, text }) => `${certainty.padEnd(8)} ${text}`)],
    // A consequence needs no mending of its own.
    ["next", diagnosis.consequenceOf === undefined ? [...diagnosis.next] : []],
  ];
  const number = of > 1 ? `${n}/${of} ` : "";
  const machine = [crash.kernel && `linux ${crash.kernel}`, crash.arch === "unknown" ? "" : crash.arch]
    .filter((part) => part)
    .join(", ");
  const title = paint(`CRASH ${number}${shownTitle(crash)}`, options.colour ? "1;31" : "");
  const body = rows.flatMap(([label, lines]) => {
    const shown = block(label, lines, options);
    return label === "check" ? shown.map((line) => linked(line, crash, options)) : shown;
  });
  return `${[machine === "" ? title : `${title}   ${machine}`, ...body].join("\n")}\n`;
}

function circumstances(crash: ExplainedCrash): string[] {
  const { process, span } = crash;
  const pid = process?.pid === undefined ? "" : `[${process.pid}]`;
  const who =
    process?.comm === undefined
      ? ""
      : `${process.comm}${pid}${process.cpu === undefined ? "" : ` on CPU ${process.cpu}`}`;
  const lines = span.from === span.to ? `log line ${span.from}` : `log lines ${span.from}-${span.to}`;
  const taint = crash.taint ? `tainted ${crash.taint}` : "";
  const damaged = crash.corrupted ? "the report is damaged, or another one broke into it" : "";
  const cut = crash.cutShort ? "the report ends before its trace" : damaged;
  return [
    [who, taint, lines, crash.panicked ? "then the kernel panicked" : "", cut]
      .filter((part) => part !== "")
      .join("; "),
  ];
}

function rule({ diagnosis }: ExplainedCrash): string[] {
  const follows =
    diagnosis.consequenceOf === undefined ? [] : [`a consequence of crash ${diagnosis.consequenceOf}`];
  if (diagnosis.rule === undefined) return follows;
  const others = diagnosis.alternatives?.length
    ? ` (prints the same: ${diagnosis.alternatives.join(", ")})`
    : "";
  return [`${diagnosis.rule}${others}`, ...follows];
}

function fault({ fault }: ExplainedCrash): string[] {
  if (!fault) return [];
  const address = fault.address === undefined ? "" : `address ${fault.address}`;
  const words = fault.words.length > 0 ? fault.words : [fault.access ?? ""];
  return [[address, ...words].filter((part) => part !== "").join("; ")].filter((line) => line !== "");
}

/** The call chain, the function to look at marked. */
function where({ frames, function: guilty }: ExplainedCrash): string[] {
  const sure = frames.filter((frame) => !frame.unreliable);
  const at = sure.findIndex(
    ({ function: name }) => guilty !== undefined && name.replace(/\..*/, "") === guilty,
  );
  const shown = sure
    .slice(0, Math.max(MOST_FRAMES, at + 1))
    .map((frame, index) => `${index === at ? ">" : " "} ${showFrame(frame)}`);
  const more = sure.length - shown.length;
  return more > 0 ? [...shown, `  ... ${more} more`] : shown;
}

function showFrame({ function: name, offset, size, module, source, inline }: ExplainedFrame): string {
  const at = offset === undefined ? "" : `+0x${offset.toString(16)}/0x${(size ?? 0).toString(16)}`;
  return `${name}${at}${moduleSuffix(module)}${source === undefined ? "" : ` ${source}`}${inline ? " [inline]" : ""}`;
}

function source({ sources }: ExplainedCrash): string[] {
  return (sources ?? []).flatMap(({ function: name, file, line, from, text }) => [
    `${name}() ${file}:${line}`,
    ...text.map(
      (code, index) => `${from + index === line ? ">" : " "} ${String(from + index).padStart(5)} ${code}`,
    ),
  ]);
}

function checked({ findings }: ExplainedCrash): string[] {
  return (findings ?? []).map(
    ({ file, line, message, rule: id, why }) => `${file}:${line}: ${message} [${id}]; ${why}`,
  );
}

/** Places of the log are its build's; those that check found lie on this disk. */
function linked(line: string, { findings }: ExplainedCrash, { link }: OopsTextOptions): string {
  const places = (findings ?? []).map((one) => ({ file: one.file, place: `${one.file}:${one.line}` }));
  const found = places.find(({ place }) => line.includes(`${place}:`));
  return found && link ? line.replace(found.place, () => link(found.place, found.file)) : line;
}

function block(label: string, lines: readonly string[], { width, colour }: OopsTextOptions): string[] {
  const room = Math.max(NARROWEST, width - LABEL);
  // Code keeps its lines and its columns: what does not fit is cut.
  const folded = lines.flatMap((line) => (label === "source" ? [cut(line, room)] : fold(line, room)));
  return folded.map((line, index) => `${paint(index === 0 ? label : "", colour ? "1" : "", LABEL)}${line}`);
}

/** No terminal is narrower. */
const NARROWEST = 40;

function cut(line: string, width: number): string {
  const text = line.replaceAll("\t", "    ");
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** Breaks a sentence at blanks; what continues is indented. */
function fold(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function paint(text: string, code: string, width = 0): string {
  const padded = text.padEnd(width);
  return code === "" || text === "" ? padded : `\x1b[${code}m${text}\x1b[0m${padded.slice(text.length)}`;
}
