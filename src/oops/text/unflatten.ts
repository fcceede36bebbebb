import { isPrefix } from "./prefix.ts";

/**
 * Words that begin a line of a kernel report. Where newlines were lost, a line is cut before each of them.
 * Order does not matter; every entry is plain enough not to occur within another line of a report.
 */
const HEADINGS = [
  // headlines
  /Unable to handle kernel /,
  /Unhandled fault: /,
  /Internal error: /,
  /BUG: /,
  /WARNING: /,
  /INFO: /,
  /general protection fault/,
  /kernel BUG at /,
  /Kernel panic - not syncing/,
  /Oops: [0-9a-f]{1,16} \[#/,
  /invalid opcode: /,
  /divide error: /,
  /refcount_t: /,
  /list_(?:add|del) corruption/,
  /-{3,}\[ cut here \]/,
  /---\[ end /,
  /UBSAN: /,
  /stack segment: /,
  /PANIC: double fault/,
  /Unhandled exception/,
  /unreferenced object /,
  /(?:Read|Write) of size \d+ /,
  /Allocated (?:by|in) /,
  /Freed (?:by|in) /,
  /Uninit was /,
  /Local variable /,
  /Preemption disabled at:/,
  /page last (?:allocated|free)/,
  /Memory state around/,
  /The buggy address /,
  /Object (?:allocated|freed) /,
  // lockdep
  /\S+\/\d+ (?:\[.{1,40}\] )?is trying to /,
  /but (?:task|this) .{1,20}already holding/,
  /(?:the existing dependency chain|other info that might help|stack backtrace:|backtrace:)/,
  /-> #\d+ \(/,
  /#\d+: /,
  /(?:\d+|no) locks? held by /,
  /\.{3} which became /,
  /\.{3} acquired at:/,
  /\{\S+\} state was registered at:/,
  // who and where
  /Modules linked in:/,
  /CPU: \d+ (?:UID: \d+ )?PID: /,
  /Hardware name: /,
  /task: [0-9a-f]{8}/,
  /Workqueue: /,
  /last function: /,
  /PC is at /,
  /LR is at /,
  /Call [Tt]race:/,
  /<\/?(?:TASK|IRQ|NMI|EOE|EOI|#DF)>/,
  /Showing all locks held/,
  // registers and memory
  /RIP: /,
  /EIP: /,
  /IP: (?=\[?<?[0-9a-f]|\w+\+0x)/,
  /NIP:? /,
  /LR (?=\[)/,
  /epc ?: /,
  /pstate ?: /,
  /x\d+ ?: [0-9a-f]{16} /,
  /Krnl (?:PSW|GPRS|Code)/,
  /RSP: /,
  /RAX: /,
  /RDX: /,
  /RBP: /,
  /R10: /,
  /R13: /,
  /FS: /,
  /CR2: /,
  /DR[03]: /,
  /pgd = /,
  /PGD [0-9a-f]+ /,
  /\[[0-9a-f]{8}\] \*pgd=/,
  /pc : /,
  /sp : /,
  /lr : \S+\+0x/,
  /r(?:10|7|3) ?: [0-9a-f]{8} /,
  /Flags: /,
  /Control: /,
  /Register r\d+ information:/,
  /Process \S+ \(pid: /,
  /Stack: ?\(0x/,
  /Exception stack\(/,
  /Code: /,
  /[0-9a-f]{4}: (?=(?:[0-9a-f]{8} )+)/,
  // registers of other machines
  /GPR\d\d: /,
  /MSR: /,
  /CFAR: /,
  /REGS: [0-9a-f]/,
  /Instruction dump:/,
  /\$ ?\d+ +: [0-9a-f]{8}/,
  /(?:Hi|Lo|BadVA|PrId|Status|Cause) *: [0-9a-f]{8}/,
  /Failing address: /,
  // parisc, hexagon, microblaze
  /[A-Z][\w ()?]{1,40}: Code=\d+ \(/,
  /\S+ \(pid \d+\): \S.{1,60} \(code \d+\)/,
  /IASQ: [0-9a-f]/,
  /IIR: [0-9a-f]/,
  /IAOQ\[\d\]: /,
  /RP\(r2\): /,
  /Backtrace:/,
  /Oops: [A-Z][\w ]{1,40}\[#\d+\]:/,
  /(?:restart_r0|elr|psp): +0x/,
  /CPU#\d+, \S+\/\d+, Call Trace:/,
  /Oops: [\w ]{1,60}, sig: \d+/,
  /Registers dump: mode=/,
  /r\d+=[0-9A-F]{8}, r\d+=/,
  /msr=[0-9A-F]{8}, /,
];

const FRAMES = [
  /\[[0-9a-f]{8,16}\] 0x[0-9a-f]+: \w+ \+ 0x/,
  /[\w.$]+(?: \[[\w-]+\])? from (?=[\w.$]+\+0x)/,
  /\[<[0-9a-f]{8,16}>\] \([\w.]+/,
  /(?:\? )?[A-Za-z_][\w.$]* \S+\.\w:\d+ \[inline\]/,
  /(?:\[<?[0-9a-f]{8,16}>?\] ){0,2}(?:\? )?[A-Za-z_][\w.$]*\+0x[0-9a-f]+\/0x[0-9a-f]+/,
];

const anyOf = (starts: readonly RegExp[]): string => starts.map((start) => start.source).join("|");
const START = new RegExp(`(?:^|(?<=\\s))(?:${anyOf([...HEADINGS, ...FRAMES])})`, "g");
const HEADING = new RegExp(`^\\s*(?:${anyOf(HEADINGS)})`);

/** True for a line that begins as only a line of its own does: it is not the rest of a broken one. */
export function beginsLine(text: string): boolean {
  return HEADING.test(text);
}

/** What a line start may follow within its own line, so that no new line begins there. */
const HOLDS =
  /(?:Internal error:|WARNING:|NMI backtrace for| at \S+:\d+|\[<[0-9a-f]{8,16}>\]|PC is at|caller is|hint:|at:|\(\d+\):|\be?pc ?:|\bra ?:|LR is at|from|IAOQ\[\d\]:|RP\(r2\):|RIP: [0-9a-f]{4}:|E?[PI]C? ?: ?|lr :|in|at|fault in|of|task)\s*$/;

/** Cuts a line that holds several back into the lines the kernel printed. */
export function unflatten(text: string): string[] {
  const parts = splitAt(text, stampCuts(text));
  return parts.flatMap((part) =>
    parts.length > 1 && part.length < LONGEST_STAMPED ? [part] : splitStarts(part),
  );
}

/** What lies between two stamps is one line, unless it is longer than this: then the stamps are strays. */
const LONGEST_STAMPED = 350;

function splitStarts(text: string): string[] {
  const starts = [...text.matchAll(START)].map((start) => start.index);
  return splitAt(
    text,
    starts.filter(
      (index) => index > 0 && !HOLDS.test(text.slice(Math.max(0, index - LONGEST_HOLDER), index)),
    ),
  );
}

/** `at ` and a path may be as long as this. */
const LONGEST_HOLDER = 120;

/** A log daemon puts less before the kernel's own time stamp. */
const LONGEST_PREFIX = 100;

const STAMP_HERE = /\[\s*\d{1,7}\.\d{6}\]/y;

/** Cuts where a time stamp stands within a line: another line was printed into it, or after a prompt. */
export function splitStamps(text: string): string[] {
  const cuts = stampCuts(text);
  return cuts.length === 0 ? [text] : splitAt(text, cuts);
}

/** Positions of all stamps but those that only stand behind a log daemon's own prefix. */
function stampCuts(text: string): number[] {
  const cuts: number[] = [];
  for (let at = text.indexOf("[", 1); at > 0; at = text.indexOf("[", at + 1)) {
    STAMP_HERE.lastIndex = at;
    if (STAMP_HERE.test(text) && (at > LONGEST_PREFIX || !isPrefix(text.slice(0, at)))) cuts.push(at);
  }
  return cuts;
}

/** Longer than any line printk makes (LOG_LINE_MAX is 1024 less its prefix): newlines may be lost. */
export const FLAT_FROM = 700;

function splitAt(text: string, cuts: readonly number[]): string[] {
  return [0, ...cuts].map((cut, index) => text.slice(cut, cuts[index]));
}
