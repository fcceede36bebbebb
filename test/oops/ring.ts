import { readFileSync } from "node:fs";
import { DebugInfo, readElf } from "../../src/binary/index.ts";
import { diagnose, loadDisassembler, readCrashes, type FindBinary } from "../../src/oops/index.ts";

/** Module `ring`, as clang made it with its debug information. */
export const RING = new Uint8Array(readFileSync(new URL("../fixtures/dwarf/ring.o", import.meta.url)));

/** Gives the bytes of an object file as the binary of module `ring`. */
export function binaryOf(bytes: Uint8Array): FindBinary {
  const read = (offset: number, length: number): Uint8Array => bytes.subarray(offset, offset + length);
  const elf = readElf(read);
  const debug = DebugInfo.open(read);
  return (_, module) => (module === "ring" && elf && debug ? { elf, debug, name: "ring.ko" } : undefined);
}

/** An oops of x86_64 in module `ring`, at a place and with the code and registers of one's choice. */
export function oopsAt(
  place: string,
  code: string,
  registers: Readonly<Record<string, string>>,
  address = "0",
): string {
  const value = (name: string): string => registers[name] ?? "ffff888005fc6100";
  return `BUG: kernel NULL pointer dereference, address: ${address.padStart(16, "0")}
Oops: 0000 [#1] PREEMPT SMP
CPU: 0 PID: 87 Comm: cat Tainted: G           O       6.1.0 #1
RIP: 0010:${place} [ring]
Code: ${code}
RSP: 0018:ffffc900005ebba8 EFLAGS: 00000246
RAX: ${value("RAX")} RBX: ${value("RBX")} RCX: c0000000ffffefff
RDX: 0000000000000003 RSI: 00000000ffffefff RDI: ${value("RDI")}
RBP: ${value("RBP")} R08: 00000000ffffefff R09: ffff888005fc6100
Call Trace:
 ring_ioctl+0x10/0x40 [ring]
`;
}

/** What the diagnosis says of the member, each with its certainty. */
export async function fieldWords(log: string, binary: FindBinary): Promise<string[]> {
  const crashes = readCrashes(log);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const { evidence } = diagnose(crash, crashes, await loadDisassembler(), binary);
  return evidence
    .filter(({ text }) => text.includes("ring.ko"))
    .map(({ certainty, text }) => `${certainty}: ${text}`);
}
