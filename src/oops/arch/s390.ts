import type { CodeBytes } from "../crash.ts";
import { vote, type CrashDraft, type LineReader } from "../draft.ts";
import { nowhere, readFrame } from "../trace/frame.ts";
import type { Architecture } from "./architecture.ts";

/** `Krnl PSW : 0704c00180000000 00000000001a2b3c (foo_stop+0x5c/0x1a0 [foo])`; of 31 bits until 4.1, `070c3000 801a2b3c`. */
const PSW = /^Krnl PSW ?: (?:[0-9a-f]{8}){1,2} ((?:[0-9a-f]{8}){1,2})(?: \(?([^()]+)\)?$)?/;
const GPRS = /^Krnl GPRS: ((?:[0-9a-f]{16}(?: |$))+)/;

/** `#000003ff80404056: a7f40001		brc	15,...`: show_code() of arch/s390/kernel/dis.c. */
const CODE_ROW = /^[#>]?([0-9a-f]{16}): ?((?:[0-9a-f]{4}){1,3})\b/;

function codeRow(text: string, draft: CrashDraft): boolean {
  const [, address, hex] = CODE_ROW.exec(text) ?? [];
  if (address === undefined || hex === undefined) return text === "";
  draft.codeRows.push({ address: BigInt(`0x${address}`), hex });
  return true;
}

/**
 * Interruptions that leave the PSW at the instruction that caused them: those of address translation. After the others
 * it stands behind it (z/Architecture Principles of Operation, chapter 6).
 */
const NULLIFYING: ReadonlySet<number> = new Set([0x10, 0x11, 0x38, 0x39, 0x3a, 0x3b]);

function code({ codeRows, registers, fault }: CrashDraft): CodeBytes | undefined {
  const psw = registers.get("psw");
  const isAt = NULLIFYING.has((fault.code ?? 0) & 0x7f);
  const bytes: number[] = [];
  let at: number | undefined;
  for (const { address, hex } of codeRows) {
    const row = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
    if ((isAt ? address : address + BigInt(row.length)) === psw) at = bytes.length;
    bytes.push(...row);
  }
  return at === undefined ? undefined : { bytes: Uint8Array.from(bytes), fault: at, unit: 1 };
}

const kernel: LineReader = (text, line, draft) => {
  const psw = PSW.exec(text);
  if (psw) {
    vote(draft, "s390x", 4);
    draft.registers.set("psw", BigInt(`0x${psw[1] ?? "0"}`));
    const symbol = psw[2] === undefined ? undefined : readFrame(psw[2], line);
    const frame = symbol ?? nowhere(psw[1] ?? "", line);
    if (frame) draft.pc ??= frame;
    return true;
  }
  const words = GPRS.exec(text)?.[1];
  if (words === undefined)
    return text.startsWith("Krnl Code") && codeRow(text.replace(/^Krnl Code: ?/, ""), draft);
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
  if (codeRow(text, draft)) return true;
  const next = [...Array(GENERAL).keys()].find((number) => !draft.registers.has(`r${number}`)) ?? GENERAL;
  if (next < 4 || next >= GENERAL || !ROW.test(text)) return false;
  text.split(" ").forEach((value, index) => draft.registers.set(`r${next + index}`, BigInt(`0x${value}`)));
  return true;
};

/** Bits 52 and 53 of the TEID: arch/s390/mm/fault.c, enum teid_fsi. */
const ACCESS: readonly (undefined | "read" | "write")[] = [undefined, "write", "read", undefined];

export const s390x: Architecture = {
  name: "s390x",
  hallmarks: /\bIBM .* z\/|pgm_check_handler|__do_pgm_check|__s390x_sys_/,
  littleEndianCode: false,
  pointer: 8,
  row,
  code,
  readers: {
    Oops: (text, _line, draft) => {
      const pgm = /^Oops: ([0-9a-f]{4}) ilc:/.exec(text)?.[1];
      if (pgm === undefined) return false;
      vote(draft, "s390x", 4);
      draft.fault = { code: Number.parseInt(pgm, 16), ...draft.fault };
      return true;
    },
    Krnl: kernel,
    Failing: (text, _line, draft) => {
      const [, address, teid] =
        /^Failing address: ([0-9a-f]{16})(?: TEID: [0-9a-f]*([0-9a-f]{3})\b)?/.exec(text) ?? [];
      if (address === undefined) return false;
      vote(draft, "s390x", 4);
      const access = ACCESS[(Number.parseInt(teid ?? "0", 16) >> 10) & 3];
      draft.fault = { address: BigInt(`0x${address}`), ...(access && { access }), ...draft.fault };
      return true;
    },
  },
};
