/**
 * Words that begin a line of a kernel report. Where newlines were lost, a line is cut before each of them.
 * Order does not matter; every entry is plain enough not to occur within another line of a report.
 */
const LINE_STARTS = [
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
  // who and where
  /Modules linked in:/,
  /CPU: \d+ (?:UID: \d+ )?PID: /,
  /Hardware name: /,
  /task: [0-9a-f]{8}/,
  /Workqueue: /,
  /PC is at /,
  /LR is at /,
  /Call [Tt]race:/,
  /<\/?(?:TASK|IRQ|NMI|EOE|EOI|#DF)>/,
  /Showing all locks held/,
  // registers and memory
  /RIP: /,
  /EIP: /,
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
  // frames
  /\[<[0-9a-f]{8,16}>\] \([\w.]+/,
  /(?:\[<[0-9a-f]{8,16}>\] )?(?:\? )?[A-Za-z_][\w.$]*\+0x[0-9a-f]+\/0x[0-9a-f]+/,
];

const STAMP = /\[\s*\d+\.\d{6}\]/g;
const START = new RegExp(`(?:^|(?<=\\s))(?:${LINE_STARTS.map((start) => start.source).join("|")})`, "g");
/** What a line start may follow within its own line, so that no new line begins there. */
const HOLDS =
  /(?:Internal error:|PC is at|LR is at|from|RIP: [0-9a-f]{4}:|E?[PI]C? ?: ?|lr :|in|at|fault in|of|task)\s*$/;

/** Cuts a line that holds several back into the lines the kernel printed. */
export function unflatten(text: string): string[] {
  const cuts = [0];
  const stamps = [...text.matchAll(STAMP)];
  if (stamps.length > 1) {
    for (const stamp of stamps) if (stamp.index > 0) cuts.push(stamp.index);
  } else {
    for (const start of text.matchAll(START)) {
      if (start.index === 0 || HOLDS.test(text.slice(Math.max(0, start.index - 16), start.index))) continue;
      cuts.push(start.index);
    }
  }
  return cuts.map((cut, index) => text.slice(cut, cuts[index + 1]));
}

/** Longer than any line printk makes (LOG_LINE_MAX is 1024 less its prefix): newlines may be lost. */
export const FLAT_FROM = 700;
