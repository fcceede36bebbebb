import type { Draft, LineReader, LineReaders } from "../draft.ts";
import { readModules } from "./modules.ts";
import { readTaint } from "./taint.ts";

const CPU = /^CPU: (\d+) (?:UID: \d+ )?PID: (\d+) Comm: (.*?) (?=Not tainted|Tainted:|Kdump:|\d+\.\d+)/;
const PROCESS = /^Process (.+?) \(pid: (\d+)/;
/** Before 3.x: `Pid: 12, comm: rmmod Tainted: P   2.6.32`. */
const PID = /^Pid: (\d+), comm: (.*?) (?=Not tainted|Tainted:)/;

const who: LineReader = (text, _line, draft) => {
  const match = CPU.exec(text);
  if (!match) return false;
  draft.process = {
    ...draft.process,
    cpu: Number(match[1]),
    pid: Number(match[2]),
    comm: match[3] ?? "",
  };
  return takeTaint(text, draft);
};

function takeTaint(text: string, draft: Draft): true {
  const { taint, kernel } = readTaint(text);
  if (taint !== undefined) draft.taint ??= taint;
  if (kernel !== undefined) draft.kernel ??= kernel;
  return true;
}

/** A line that says where the call trace of the report begins. */
const traceBegins: LineReader = (_text, _line, draft) => {
  if (draft.inTrace && draft.frames.length > 0) draft.traceDone = true;
  draft.inTrace = true;
  draft.aside = false;
  return true;
};

const HUNG = /^INFO: task (.+):(\d+) (?:blocked|can't die)/;
/** SLUB tells where an object was allocated and freed, with a trace of each. */
const HISTORY = /^(?:INFO: )?(?:Allocated|Freed) (?:in|by)\b/;

const info: LineReader = (text, _line, draft) => {
  const hung = HUNG.exec(text);
  if (hung) draft.process = { comm: hung[1] ?? "", pid: Number(hung[2]), ...draft.process };
  if (HISTORY.test(text)) draft.aside = true;
  return hung !== null || draft.aside;
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
  Code: (text, _line, draft) => {
    if (draft.mode === "kernel" || draft.mode === "nested") draft.codeText ??= text.slice("Code:".length);
    return true;
  },
  Call: traceBegins,
  INFO: info,
  Allocated: info,
  Freed: info,
};
