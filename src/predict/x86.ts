import { versionCode } from "../core/kernel-version.ts";
import { isMapped } from "../machine/memory-map.ts";
import type { Trap } from "../machine/trap.ts";
import type { Wording } from "./printed.ts";
import { addressDigits } from "./text.ts";

/** arch/x86/mm/fault.c and arch/x86/kernel/traps.c, 4.4 ... 7.2. */
export const X86_64: Wording = {
  fault(program, trap, gone) {
    const since = (version: number): boolean => versionCode(program.target.kernel) >= version;
    const access = gone === "constant" ? PROTECTED : accessOf(trap, gone === "text" || gone === "nowhere");
    if (gone) {
      const lead = since(0x050100)
        ? "BUG: unable to handle page fault for address: "
        : "BUG: unable to handle kernel paging request at ";
      const missing = {
        headline: `${lead}${gone === "nowhere" ? "x".repeat(16) : MODULE_AREA}`,
        more: [...(since(0x050100) ? access.said : []), access.oops],
      };
      if (gone !== "text" || !since(ROX_CACHE)) return missing;
      const or = [{ headline: missing.headline, when: "the kernel has unmapped it" }];
      return { headline: "Oops: int3: 0000 [#1] SMP NOPTI", or, more: [] };
    }
    const address = trap.address ?? 0;
    if (isPoison(address)) {
      const wide = `0x${address.toString(16).padStart(8, "0").slice(0, 6).padEnd(8, address.toString(16).slice(0, 2))}`;
      const full = wide.slice(2) + address.toString(16).padStart(8, "0");
      const probably = since(0x050500) ? `, probably for non-canonical address 0x${full}` : "";
      return { headline: `general protection fault${probably}: 0000 [#1] PREEMPT SMP`, more: [] };
    }
    const upper = isMapped(trap.object) ? "ffffxxxx" : address >= 0xfffff000 ? "ffffffff" : "00000000";
    const digits = upper + addressDigits(address, trap.object);
    const more = [...access.said, access.oops];
    if (since(0x050100)) {
      const lead =
        address < PAGE
          ? "BUG: kernel NULL pointer dereference, address: "
          : "BUG: unable to handle page fault for address: ";
      return { headline: `${lead}${digits}`, more };
    }
    const shown = address === 0 && !since(0x040f00) ? "          (null)" : digits; // %p, then %px
    const lead =
      address < PAGE
        ? "BUG: unable to handle kernel NULL pointer dereference at "
        : "BUG: unable to handle kernel paging request at ";
    return { headline: `${lead}${shown}`, more: more.slice(2) };
  },
  bug: "invalid opcode: 0000 [#1] PREEMPT SMP",
  division: "divide error: 0000 [#1] PREEMPT SMP",
  place: ([at]) => (at === undefined ? [] : [`RIP: 0010:${at}`]),
  trace: (trace) => (trace.length === 0 ? [] : ["Call Trace:", ...trace.map((name) => ` ${name}`)]),
  warnFunction: ([at = ""]) => at,
};

/** How the kernel words the page fault, from 5.1 on, and its oops: 0x2 a write, 0x10 an instruction fetch. */
function accessOf(trap: Trap, fetch: boolean): { said: string[]; oops: string } {
  const [what, code] = fetch
    ? ["instruction fetch", "0010"]
    : trap.write === true
      ? ["write access", "0002"]
      : ["read access", "0000"];
  return {
    said: [`#PF: supervisor ${what} in kernel mode`, `#PF: error_code(0x${code}) - not-present page`],
    oops: `Oops: ${code} [#1] PREEMPT SMP`,
  };
}

/** 0x1: the page is there. */
const PROTECTED = {
  said: ["#PF: supervisor write access in kernel mode", "#PF: error_code(0x0003) - permissions violation"],
  oops: "Oops: 0003 [#1] PREEMPT SMP",
};

const PAGE = 4096;
/** mm/execmem.c: text comes from a cache of large pages, and is filled with int3 when it is given back. Seen on 7.2, not on 6.12. */
const ROX_CACHE = 0x060f00;
/** Modules lie from here on; where exactly is not known. */
const MODULE_AREA = "ffffffffc0xxxxxx";

/** Near SLUB's 0x6b6b6b6b: a member of a structure that was reached through poison. */
function isPoison(address: number): boolean {
  return address >>> 16 === 0x6b6b;
}
