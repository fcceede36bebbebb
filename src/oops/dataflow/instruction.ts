/** One machine instruction as the disassembler prints it. */
export interface MachineInstruction {
  /** Where it starts, in bytes from the start of the code. */
  readonly at: number;
  readonly size: number;
  readonly mnemonic: string;
  readonly operands: string;
}

/** `[base + index * scale + disp]`. */
export interface Memory {
  readonly base?: string;
  readonly index?: string;
  readonly scale?: number;
  readonly disp: bigint;
}

/** Where a register's new value comes from. */
export type Source =
  | { readonly kind: "load"; readonly memory: Memory }
  | { readonly kind: "copy"; readonly register: string; readonly plus: bigint }
  | { readonly kind: "constant"; readonly value: bigint }
  | { readonly kind: "computed" };

/** What an instruction does, as far as following a pointer needs it. Register names are those of the oops. */
export interface Effect {
  readonly instruction: MachineInstruction;
  readonly writes: ReadonlyMap<string, Source>;
  /** Memory it touches, so that it can fault. */
  readonly access?: { readonly memory: Memory; readonly kind: "read" | "write" };
  /** The register whose value it stores, when it is a plain store. */
  readonly stored?: string;
}

/** Turns machine code into instructions. The one implementation is `capstone.ts`; tests may bring their own. */
export interface Disassembler {
  /** Bytes that are no instruction are left out. Undefined for a machine it does not know. */
  disassemble(arch: string, bytes: Uint8Array): MachineInstruction[] | undefined;
}

export function showInstruction({ mnemonic, operands }: MachineInstruction): string {
  return operands === "" ? mnemonic : `${mnemonic} ${operands}`;
}
