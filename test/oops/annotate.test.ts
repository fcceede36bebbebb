import { expect, test } from "vitest";
import { annotate, loadDisassembler, readCrashes } from "../../src/oops/index.ts";

const LOG = `BUG: unable to handle page fault for address: ffff888005fc6108
#PF: supervisor write access in kernel mode
#PF: error_code(0x0002) - not-present page
PGD 2a15067 P4D 2a15067 PUD 0 
Oops: 0002 [#2] PREEMPT SMP NOPTI
CPU: 0 PID: 87 Comm: rmmod Tainted: G      D    OE      6.1.0 #1
RIP: 0010:klt_read+0x10/0x40 [klt]
Code: 48 8b 5f 10 <48> 89 43 08 c3
RSP: 0018:ffffc900005ebba8 EFLAGS: 00000046
RAX: 0000000000000001 RBX: 6b6b6b6b6b6b6b6b RCX: fffffffffffffff4
RDX: ffffffffffffffff RSI: 0000000000000000 RDI: ffff888005fc6100
Call Trace:
 <IRQ>
 ? klt_open+0x1/0x2 [klt]
 klt_exit+0x18/0x20 [klt]
 </IRQ>
Modules linked in: klt(OE-) [last unloaded: foo(O)]
`;

const notes = async (log: string): Promise<Record<string, string>> => {
  const [crash] = readCrashes(log);
  if (!crash) throw new Error("no crash found");
  const lines = annotate(crash, await loadDisassembler());
  return Object.fromEntries(lines.flatMap(({ text, note }) => (note === undefined ? [] : [[text, note]])));
};

test("every line that hides something is explained", async () => {
  expect(await notes(LOG)).toEqual({
    "#PF: error_code(0x0002) - not-present page": "page not present, write, kernel mode",
    "PGD 2a15067 P4D 2a15067 PUD 0":
      "the walk through the page tables; the level that is 0, or missing, is where nothing is mapped",
    "Oops: 0002 [#2] PREEMPT SMP NOPTI": "[#2]: oops number 2 of this boot; begin with the first",
    "CPU: 0 PID: 87 Comm: rmmod Tainted: G      D    OE      6.1.0 #1":
      "G: all loaded modules are GPL-compatible; D: the kernel has died before: an OOPS or BUG; O: an out-of-tree module was loaded; E: an unsigned module was loaded",
    "RIP: 0010:klt_read+0x10/0x40 [klt]":
      "16 bytes into klt_read(), which is 64 bytes long: the function to look at",
    "Code: 48 8b 5f 10 <48> 89 43 08 c3":
      "the machine code; the unit in brackets begins the faulting instruction: `mov qword ptr [rbx + 8], rax`",
    "RSP: 0018:ffffc900005ebba8 EFLAGS: 00000046": "EFLAGS: interrupts were off",
    "RAX: 0000000000000001 RBX: 6b6b6b6b6b6b6b6b RCX: fffffffffffffff4":
      "RBX: slab poison 0x6b: read from memory that was freed; RCX: ERR_PTR(-ENOMEM)",
    "Call Trace:": "who called whom, innermost first",
    "<IRQ>": "from here on, what an interrupt did",
    "? klt_open+0x1/0x2 [klt]":
      "?: this address was found on the stack, but the unwinder does not vouch for it",
    "klt_exit+0x18/0x20 [klt]": "called from klt_exit() of module klt",
    "Modules linked in: klt(OE-) [last unloaded: foo(O)]": "klt (-) is being unloaded; foo was unloaded last",
  });
});

test("arm64's syndrome and pstate are told in words", async () => {
  const found =
    await notes(`Unable to handle kernel NULL pointer dereference at virtual address 0000000000000028
Mem abort info:
  ESR = 0x0000000096000044
Internal error: Oops: 0000000096000044 [#1] SMP
CPU: 0 PID: 87 Comm: rmmod Not tainted 6.6.30 #1
pstate: 604003c5 (nZCv DAIF +PAN -UAO -TCO -DIT -SSBS BTYPE=--)
pc : klt_read+0x10/0x40 [klt]
Call trace:
 klt_read+0x10/0x40 [klt]
`);
  expect(found["ESR = 0x0000000096000044"]).toBe(
    "data abort in the kernel: write, translation fault: nothing is mapped there (level 0)",
  );
  expect(found["pstate: 604003c5 (nZCv DAIF +PAN -UAO -TCO -DIT -SSBS BTYPE=--)"]).toBe(
    "pstate: interrupts were off",
  );
  expect(found["CPU: 0 PID: 87 Comm: rmmod Not tainted 6.6.30 #1"]).toBe(
    "not tainted: only code of the kernel's own tree ran, and nothing went wrong before",
  );
});
