import { vote, type LineReader } from "../draft.ts";
import { nowhere, readFrame } from "../trace/frame.ts";
import type { Architecture } from "./architecture.ts";

/** `Krnl PSW : 0704c00180000000 00000000001a2b3c (kthread_stop+0x5c/0x1a0)` */
const PSW = /^Krnl PSW ?: ([0-9a-f]{16}) ([0-9a-f]{16})(?: \((\S+?)\))?/;
const GPRS = /^Krnl GPRS: ((?:[0-9a-f]{16}(?: |$))+)/;

const kernel: LineReader = (text, line, draft) => {
  const psw = PSW.exec(text);
  if (psw) {
    vote(draft, "s390x", 4);
    draft.registers.set("psw", BigInt(`0x${psw[2] ?? "0"}`));
    const symbol = psw[3] === undefined ? undefined : readFrame(psw[3], line);
    const frame = symbol ?? nowhere(psw[2] ?? "", line);
    if (frame) draft.pc ??= frame;
    return true;
  }
  const words = GPRS.exec(text)?.[1];
  if (words === undefined) return text.startsWith("Krnl Code");
  vote(draft, "s390x", 4);
  words
    .trim()
    .split(" ")
    .forEach((value, index) => draft.registers.set(`r${index}`, BigInt(`0x${value}`)));
  return true;
};

const ROW = /^(?:[0-9a-f]{16}(?: |$)){4}$/;
const GENERAL = 16;

/** The rows below `Krnl GPRS:`, four registers each. */
const row: LineReader = (text, _line, draft) => {
  const next = [...Array(GENERAL).keys()].find((number) => !draft.registers.has(`r${number}`)) ?? GENERAL;
  if (next < 4 || next >= GENERAL || !ROW.test(text)) return false;
  text.split(" ").forEach((value, index) => draft.registers.set(`r${next + index}`, BigInt(`0x${value}`)));
  return true;
};

export const s390x: Architecture = {
  name: "s390x",
  hallmarks: /\bIBM .* z\/|pgm_check_handler|__do_pgm_check|__s390x_sys_/,
  littleEndianCode: false,
  pointer: 8,
  row,
  readers: {
    Krnl: kernel,
    Failing: (text, _line, draft) => {
      const address = /^Failing address: ([0-9a-f]{16})/.exec(text)?.[1];
      if (address === undefined) return false;
      vote(draft, "s390x", 4);
      draft.fault = { address: BigInt(`0x${address}`), ...draft.fault };
      return true;
    },
  },
};
