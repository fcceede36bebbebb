/** The part of capstone.js that is used; the package has no types of its own. */
declare module "@alexaltea/capstone-js" {
  interface CapstoneInstruction {
    readonly address: number | bigint;
    readonly size: number;
    readonly mnemonic: string;
    readonly op_str: string;
  }
  interface CapstoneHandle {
    disasm(bytes: readonly number[], address: number): CapstoneInstruction[];
    option(option: number, value: number): void;
    close(): void;
  }
  interface Capstone {
    readonly Capstone: new (arch: number, mode: number) => CapstoneHandle;
    readonly [constant: `${"ARCH" | "MODE" | "OPT"}_${string}`]: number;
  }
  export default function load(): Promise<Capstone>;
}
