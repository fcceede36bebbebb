import { expect, test } from "vitest";
import { diagnose, loadDisassembler, readCrashes } from "../../src/oops/index.ts";

const titles = (text: string): string[] => readCrashes(text).map(({ title }) => title);

const X86 = `[   41.113400] RBP: ffdf9024eea70800 R08: 0000000000000000 R09: 0000000000000000
[   41.113401] CS:  0010 DS: 0000 ES: 0000 CR0: 0000000080050033
[   41.113402] CR2: 00007fcf514ba00c CR3: 00000001fb94a005 CR4: 00000000001606f0
[   41.113403] Call Trace:
[   41.113404]  ring_open+0x4c/0x110 [ring]
[   41.113405]  do_dentry_open+0x14c/0x300
`;

const MIPS = `<4>[  261.356860] Hi    : 00002665
<4>[  261.359723] Lo    : 94af5487
<4>[  261.362617] epc   : 80108aac ring_read+0x148/0x228 [ring]
<4>[  261.368517] ra    : 80108a1c vfs_read+0xb8/0x228
<4>[  261.374319] Status: 11007c03	KERNEL EXL IE
<4>[  261.378491] Cause : 40800008 (ExcCode 02)
<4>[  261.382477] BadVA : 07406000
`;

const POWERPC = `[  102.103456] NIP:  c0123456 LR: c0123400 CTR: c0034567
[  102.108000] REGS: df8a5d20 TRAP: 0300   Tainted: G           O       (5.4.124)
[  102.120000] DAR: 00000018 DSISR: 40000000
[  102.124000] GPR00: c0123400 df8a5dd8 df8c0000 00000000 00000001 00000000 00000000 00000000
[  102.140000] NIP [c0123456] ring_reset+0x24/0x98 [ring]
[  102.145000] LR [c0123400] ring_work+0x38/0x60 [ring]
[  102.150000] Call Trace:
[  102.160000] [df8a5df8] [c0039f20] process_one_work+0x1f0/0x3d0
[  102.184000] Instruction dump:
[  102.187000] 7c0802a6 90010024 <81230018> 2f890000
`;

test.each([
  ["powerpc", POWERPC, "ring_reset"],
  ["x86_64", X86, "ring_open"],
  ["mips", MIPS, "ring_read"],
])("a log that begins within a report of %s tells of a crash, and where", (_, log, where) => {
  expect(titles(log)).toEqual([`crash without its first lines in ${where}`]);
});

test("the same state behind other lines is no crash: somebody asked for it", () => {
  expect(titles(`[   41.100000] sysrq: Show Regs\n${X86}`)).toEqual([]);
  expect(titles(`I pressed a key, and got this:\n\n${MIPS}`)).toEqual([]);
});

test("a trace alone is no crash", () => {
  expect(titles(X86.split("\n").slice(3).join("\n"))).toEqual([]);
});

test("where the log goes on with a report that has its first lines, that is told alone", () => {
  const next =
    "[   43.000000] kernel BUG at drivers/ring.c:12!\n[   43.000001] RIP: 0010:ring_write+0x12/0x40\n";
  expect(titles(X86 + next)).toEqual(["kernel BUG in ring_write"]);
});

test("registers above the place belong to the report: they tell the pointer", async () => {
  const crashes = readCrashes(POWERPC);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const { evidence } = diagnose(crash, crashes, await loadDisassembler());
  expect(evidence.map(({ text }) => text).join()).toContain("reads through r3 = 0");
});

const TAIL = `[   90.100001] Modules linked in: ring(O) [last unloaded: drum]
[   90.100002] CR2: ffffffffc0a1be59
[   90.100003] ---[ end trace 53f1c9a2b7d04e68 ]---
[   90.100004] RIP: 0010:0xffffffffc0a1be59
[   90.100005] Code: Bad RIP value.
`;

test("the last lines of a report are a crash, however few", () => {
  expect(titles(TAIL)).toEqual(["crash without its first lines in corrupted"]);
  expect(titles(TAIL.replace(/.*end trace.*\n/, ""))).toEqual([]);
});

test("a trace through the functions of WARN() is a warning's, and tells where", () => {
  const trace = `CPU: 1 PID: 700 Comm: rmmod Tainted: G           O    3.10.0 #1
Call Trace:
 [<ffffffff81dd1a10>] dump_stack+0x19/0x1f
 [<ffffffff8109a868>] __warn+0xd8/0x100
 [<ffffffff8109a8ef>] warn_slowpath_fmt+0x5f/0x80
 [<ffffffff8128e76d>] remove_proc_entry+0x18d/0x1a0
 [<ffffffffa00b0e79>] ring_exit+0x5a/0x1e1 [ring]
`;
  expect(titles(trace)).toEqual(["WARNING in remove_proc_entry"]);
  expect(titles(`somebody wrote:\n\n${trace}`)).toEqual([]);
});
