import { vote, type LineReader } from "../draft.ts";
import { nowhere, readFrame } from "../trace/frame.ts";
import type { Architecture } from "./architecture.ts";

const ROW = /^\$ ?(\d+) *: ((?:[0-9a-f]{8,16}(?: |$))+)/;
const PLACE = /^(?:epc|ra) +: ([0-9a-f]{8,16}) /;
const ANNOUNCED = /^CPU \d+ Unable to handle .*\bepc == ([0-9a-f]+)/;

const place =
  (name: "pc" | "lr"): LineReader =>
  (text, line, draft) => {
    const address = PLACE.exec(text)?.[1];
    if (address === undefined) return false;
    // another processor's report, which broke into this one
    if (name === "pc" && draft.faultAt !== undefined && draft.faultAt !== BigInt(`0x${address}`)) return true;
    const symbol = text.replace(PLACE, "");
    const frame = readFrame(symbol, line) ?? nowhere(symbol, line);
    if (!frame) return false;
    vote(draft, "mips", 4);
    draft[name] ??= frame;
    return true;
  };

/** `$ 4   : 87a1a400 00000000 00000001 00000002`: four registers from the number on. */
const row: LineReader = (text, _line, draft) => {
  const match = ROW.exec(text);
  if (!match?.[1] || !match[2]) return false;
  vote(draft, "mips", 4);
  const first = Number(match[1]);
  match[2]
    .trim()
    .split(" ")
    .forEach((value, index) => {
      if (!draft.registers.has(`$${first + index}`))
        draft.registers.set(`$${first + index}`, BigInt(`0x${value}`));
    });
  return true;
};

/** ExcCode of the Cause register: TLB and address errors of a load or a fetch (2, 4), of a store (1, 3, 5). */
const ACCESS: Readonly<Record<number, "read" | "write">> = {
  1: "write",
  2: "read",
  3: "write",
  4: "read",
  5: "write",
};

export const mips: Architecture = {
  name: "mips",
  hallmarks: /\bsyscall_common|handle_sys(?:64|n32)?\+|\bMIPS\b/,
  littleEndianCode: false,
  pointer: 4,
  readers: {
    CPU: (text, _line, draft) => {
      const at = ANNOUNCED.exec(text)?.[1];
      if (at === undefined) return false;
      draft.faultAt ??= BigInt(`0x${at}`);
      return true;
    },
    epc: place("pc"),
    ra: place("lr"),
    $: row,
    ...Object.fromEntries([0, 4, 8, 12, 16, 20, 24, 28].map((n) => [`$${n}`, row])),
    Cause: (text, _line, draft) => {
      const cause = /^Cause *: ([0-9a-f]{8})/.exec(text)?.[1];
      if (cause === undefined) return false;
      vote(draft, "mips", 4);
      const access = ACCESS[(Number.parseInt(cause, 16) >> 2) & 0x1f];
      if (access !== undefined) draft.fault = { access, ...draft.fault };
      return true;
    },
    BadVA: (text, _line, draft) => {
      const address = /^BadVA *: ([0-9a-f]+)/.exec(text)?.[1];
      if (address === undefined) return false;
      vote(draft, "mips", 4);
      draft.fault = { address: BigInt(`0x${address}`), ...draft.fault };
      return true;
    },
  },
};
