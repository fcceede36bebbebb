import { skipLocals } from "./functions.ts";
import { OPCODE, skipImmediates } from "./instructions.ts";
import { Reader } from "./reader.ts";

/** Whom a function calls. */
export interface Calls {
  /** By number. */
  readonly targets: readonly number[];
  /** Through a pointer too? */
  readonly indirect: boolean;
}

/** @param code body of the code section */
export function callsIn(code: Uint8Array): Calls[] {
  const reader = new Reader(code);
  return Array.from({ length: reader.u32() }, () => {
    const end = reader.u32() + reader.at;
    const targets: number[] = [];
    let indirect = false;
    skipLocals(reader);
    while (reader.at < end) {
      const opcode = reader.byte();
      indirect ||= opcode === OPCODE.callIndirect;
      if (opcode === OPCODE.call) targets.push(reader.u32());
      else skipImmediates(reader, opcode);
    }
    return { targets, indirect };
  });
}
