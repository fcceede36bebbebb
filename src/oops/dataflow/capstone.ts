import type { Disassembler, MachineInstruction } from "./instruction.ts";

/** capstone.js constants of each machine: architecture, and modes that are added up. */
const MACHINES: Readonly<Record<string, readonly [`ARCH_${string}`, ...`MODE_${string}`[]]>> = {
  arm: ["ARCH_ARM", "MODE_ARM"],
  thumb: ["ARCH_ARM", "MODE_THUMB"],
  arm64: ["ARCH_ARM64", "MODE_ARM"],
  i386: ["ARCH_X86", "MODE_32"],
  x86_64: ["ARCH_X86", "MODE_64"],
  riscv64: ["ARCH_RISCV", "MODE_RISCV64", "MODE_RISCVC"],
  powerpc: ["ARCH_PPC", "MODE_64", "MODE_BIG_ENDIAN"],
  mips: ["ARCH_MIPS", "MODE_MIPS32", "MODE_BIG_ENDIAN"],
  mips64: ["ARCH_MIPS", "MODE_MIPS64", "MODE_BIG_ENDIAN"],
  s390x: ["ARCH_SYSZ", "MODE_BIG_ENDIAN"],
};

let loading: Promise<Disassembler> | undefined;

/**
 * Loads capstone (3.5 MB of WebAssembly) once. It is CommonJS made by Emscripten: a dynamic import reads it in Node
 * and through a bundler in a browser.
 */
export function loadDisassembler(): Promise<Disassembler> {
  loading ??= import("@alexaltea/capstone-js").then(async ({ default: load }) => {
    const capstone = await load();
    return {
      disassemble(arch: string, bytes: Uint8Array): MachineInstruction[] | undefined {
        const machine = MACHINES[arch];
        if (!machine) return undefined;
        const [name, ...modes] = machine;
        const mode = modes.reduce((sum, each) => sum | (capstone[each] ?? 0), 0);
        const handle = new capstone.Capstone(capstone[name] ?? 0, mode);
        try {
          handle.option(capstone["OPT_SKIPDATA"] ?? 0, capstone["OPT_ON"] ?? 0);
          return handle
            .disasm([...bytes], 0)
            .filter((one) => !one.mnemonic.startsWith("."))
            .map((one) => ({
              at: Number(one.address),
              size: one.size,
              mnemonic: one.mnemonic,
              operands: one.op_str,
            }));
        } finally {
          handle.close();
        }
      },
    };
  });
  return loading;
}
