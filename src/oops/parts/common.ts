import { beginTrace, openTrace, type CrashDraft, type LineReader, type LineReaders } from "../draft.ts";
import { readModules } from "./modules.ts";
import { readTaint } from "./taint.ts";
import { readFrame } from "../trace/frame.ts";

const CPU = /^CPU: (\d+) (?:UID: \d+ )?PID: (-?\d+) Comm: (.*?) (?=Not tainted|Tainted:|Kdump:|\d+\.\d+)/;
/** ARM before 3.9: `CPU: 0    Tainted: P            (2.6.32 #1)`. */
const BARE_CPU = /^CPU: (\d+)\s+(?=Not tainted|Tainted:)/;
const PROCESS = /^Process (.+?) \(pid: (\d+)/;
/** Before 3.x: `Pid: 12, comm: rmmod Tainted: P   2.6.32`. */
const PID = /^Pid: (\d+), comm: (.*?) (?=Not tainted|Tainted:)/;

const who: LineReader = (text, _line, draft) => {
  const bare = BARE_CPU.exec(text);
  if (bare) {
    draft.process = { ...draft.process, cpu: Number(bare[1]) };
    return takeTaint(text, draft);
  }
  const match = CPU.exec(text);
  if (!match) return false;
  // On ARM no heading announces the trace: what follows this line is the crash again.
  if (draft.traces.at(-1)?.role === "history") beginTrace(draft, "crash");
  draft.process = {
    ...draft.process,
    cpu: Number(match[1]),
    pid: Number(match[2]),
    comm: match[3] ?? "",
  };
  return takeTaint(text, draft);
};

function takeTaint(text: string, draft: CrashDraft): true {
  const { taint, kernel } = readTaint(text);
  if (taint !== undefined) draft.taint ??= taint;
  if (kernel !== undefined) draft.kernel ??= kernel;
  return true;
}

/** A line that says where the call trace of the report begins. */
const traceBegins: LineReader = (text, _line, draft) => {
  if (!/^Call [Tt]race:|^Call Trace\b|^Backtrace:/.test(text)) return false;
  const last = draft.traces.at(-1);
  // KASAN and lockdep head a trace by a line of their own; `Call Trace:` may follow it.
  if (last && last.frames.length === 0) return true;
  beginTrace(draft, "crash");
  return true;
};

const HUNG = /^INFO: task (.+):(\d+) (?:blocked|can't die)/;
/** Traces of an object's past: SLUB's and KASAN's `Allocated by task 12:`, KMSAN's `Uninit was created at:`. */
const HISTORY =
  /^(?:INFO: )?(?:Allocated|Freed) (?:in|by)\b|^Object (?:allocated|freed)|^PID = \d+|^Uninit was |^Local variable |^(?:Last|Second to last) (?:potentially|call_rcu|potential)|^Last Breaking-Event|^Preemption disabled at|^page last (?:allocated|free)|^Memory state around|^-> #\d|^(?:allocated|freed) by task|^origin:|^kfence-#/;

const history: LineReader = (text, _line, draft) => {
  const hung = HUNG.exec(text);
  if (hung) draft.process = { comm: hung[1] ?? "", pid: Number(hung[2]), ...draft.process };
  else if (HISTORY.test(text)) beginTrace(draft, "history");
  else return false;
  return true;
};

/** lockdep's own trace, after all it has found out. */
const backtrace: LineReader = (text, _line, draft) => {
  if (!/^(?:stack backtrace|backtrace)\b/.test(text)) return false;
  beginTrace(draft, "backtrace");
  return true;
};

/** Another task's stack, or another processor's: on ARM no `Call trace:` heads it. */
const OTHER_STACK = /^(?:rcu: )?RCU grace-period kthread stack dump:|^NMI backtrace for cpu \d+$/;

const otherStack: LineReader = (text, _line, draft) => {
  if (!OTHER_STACK.test(text)) return false;
  beginTrace(draft, "crash");
  return true;
};

/** `Oops[#1]:`, `Oops: 0002 [#1]`: what else stands there is the machine's own. */
const die: LineReader = (text, _line, draft) => {
  const count = /\[#(\d+)\]/.exec(text)?.[1];
  if (count !== undefined) draft.dieCount ??= Number(count);
  return false;
};

/** Lines every architecture prints. */
export const COMMON_READERS: LineReaders = {
  CPU: who,
  Pid: (text, _line, draft) => {
    const match = PID.exec(text);
    if (!match) return false;
    draft.process = { pid: Number(match[1]), comm: match[2] ?? "", ...draft.process };
    return takeTaint(text, draft);
  },
  Process: (text, _line, draft) => {
    const match = PROCESS.exec(text);
    if (!match) return false;
    draft.process = { comm: match[1] ?? "", pid: Number(match[2]), ...draft.process };
    return true;
  },
  Tainted: (text, _line, draft) => takeTaint(text, draft),
  Not: (text, _line, draft) => takeTaint(text, draft),
  Modules: (text, _line, draft) => {
    const list = /^Modules linked in:(.*)$/.exec(text)?.[1];
    if (list === undefined) return false;
    draft.modules ??= readModules(list);
    return true;
  },
  Oops: die,
  Code: (text, _line, draft) => {
    if (draft.mode === "kernel" || draft.mode === "nested") draft.codeText ??= text.slice("Code:".length);
    return true;
  },
  Call: traceBegins,
  /** ARM with frame pointers. */
  Backtrace: traceBegins,
  INFO: history,
  Allocated: history,
  Freed: history,
  Object: history,
  PID: history,
  Uninit: history,
  Local: history,
  Last: history,
  Second: history,
  Memory: history,
  allocated: history,
  freed: history,
  "->": history,
  Preemption: history,
  page: history,
  last: (text, line, draft) => {
    const name = /^last function: ([\w.]+)/.exec(text)?.[1];
    if (name !== undefined) draft.named ??= { function: name, line };
    return name !== undefined;
  },
  // `caller is foo+0x1/0x2`: whom the checks of preemption mean.
  caller: (text, line, draft) => {
    const frame = text.startsWith("caller is ")
      ? readFrame(text.slice("caller is ".length), line)
      : undefined;
    if (frame) draft.named ??= frame;
    return frame !== undefined;
  },
  "kfence-#": history,
  // What follows the end marker repeats the place and the registers: no frame of the trace.
  "---": (text, _line, draft) => {
    if (!text.startsWith("---[ end trace")) return false;
    openTrace(draft).closed = true;
    return true;
  },
  stack: backtrace,
  backtrace,
  NMI: otherStack,
  RCU: otherStack,
  rcu: otherStack,
};
