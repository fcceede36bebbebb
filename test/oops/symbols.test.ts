import { readFileSync, writeFileSync, mkdtempSync, rmSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { arrange } from "../../src/cli/explain-arguments.ts";
import { DebugBinaries } from "../../src/explain/binaries.ts";
import { readElf, type ElfFile } from "../../src/binary/index.ts";
import { locate, mismatch, readCrashes, type Crash } from "../../src/oops/index.ts";
import { oopsAt } from "./ring.ts";

const OBJECT = new URL("../fixtures/dwarf/ring.o", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "unoops-symbols-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "extra"));
writeFileSync(join(folder, "extra", "ring.ko"), readFileSync(OBJECT));
writeFileSync(join(folder, "packed.ko.xz"), "");

const crashOf = (log: string): Crash => {
  const [crash] = readCrashes(log);
  if (!crash) throw new Error("no crash found");
  return crash;
};

const log = (
  id: string,
  size = "170",
): string => `WARNING: CPU: 0 PID: 87 at kernel/kthread.c:75 kthread_stop+0x143/0x${size}
CPU: 0 PID: 87 Comm: rmmod Not tainted 6.1.0 #1 ${id}
RIP: 0010:kthread_stop+0x143/0x${size}
Call Trace:
 klt_exit+0x18/0x20 [klt ${"bb".repeat(20)}]
`;

describe("a binary of another build is named, and not used", () => {
  const elf: ElfFile = {
    functions: new Map([["kthread_stop", { name: "kthread_stop", address: 0x1000n, size: 0x170 }]]),
    buildId: "aa".repeat(20),
  };
  test("by its build id", () => {
    expect(mismatch(crashOf(log("cc".repeat(20))), undefined, elf, "vmlinux")).toContain(
      "it is another build",
    );
    expect(mismatch(crashOf(log("aa".repeat(20))), undefined, elf, "vmlinux")).toBeUndefined();
  });

  test("a module's by the id in its frames", () => {
    const module = { ...elf, functions: new Map() };
    expect(mismatch(crashOf(log("")), "klt", module, "klt.ko")).toContain(`the log says ${"bb".repeat(20)}`);
  });

  test("without ids, by the size of a function", () => {
    expect(mismatch(crashOf(log("", "180")), undefined, elf, "vmlinux")).toBeUndefined();
    expect(mismatch(crashOf(log("", "270")), undefined, elf, "vmlinux")).toContain(
      "kthread_stop() is 0x170 bytes long there and 0x270 in the log",
    );
  });
});

test("a return address is looked up in the call before it, the innermost frame where it stands", () => {
  const bytes = new Uint8Array(readFileSync(OBJECT));
  const elf = readElf((offset, length) => bytes.subarray(offset, offset + length));
  if (!elf) throw new Error("the fixture is an ELF file");
  const crash = crashOf(
    `${oopsAt("device_read+0x4/0x8", "48 8b 47 18 <8b> 40 04", {})} device_stop+0x12/0x37 [ring]\n`,
  );
  expect(locate(crash, "ring", elf)).toEqual([
    { frame: 0, name: "device_read", address: 0x34n },
    { frame: 2, name: "device_stop", address: 0x51n },
  ]);
});

test("System.map names frames that are bare addresses", async () => {
  const map = join(folder, "System.map");
  writeFileSync(
    map,
    "ffffffff81000000 T _text\nffffffff810a0000 T kthread_stop\nffffffff810a0170 T kthread\n",
  );
  const crash = crashOf(`BUG: unable to handle page fault for address: ffffffff81000000
CPU: 0 PID: 87 Comm: rmmod Not tainted 6.1.0 #1
RIP: 0010:0xffffffff810a0043
Call Trace:
`);
  const named = new DebugBinaries({ systemMap: map }, () => {}).symbolise(crash);
  expect(named.frames[0]).toMatchObject({ function: "kthread_stop", offset: 0x43, size: 0x170 });
});

test("a compressed module is said to be so, once", async () => {
  const said: string[] = [];
  const binaries = new DebugBinaries({ modules: folder }, (message) => said.push(message));
  const crash = crashOf(`WARNING: CPU: 0 PID: 87 at a.c:75 packed_exit+0x143/0x170 [packed]
Call Trace:
 packed_exit+0x143/0x170 [packed]
 packed_out+0x1/0x170 [packed]
`);
  binaries.symbolise(crash);
  binaries.symbolise(crash);
  expect(said).toEqual([
    `${join(folder, "packed.ko.xz")} is compressed: unpack it to have its lines and members`,
  ]);
});

describe("arguments as decode_stacktrace.sh takes them", () => {
  const vmlinux = join(folder, "extra", "ring.ko");
  test.each([
    [[vmlinux], { log: "-", symbols: { vmlinux } }],
    [[vmlinux, "auto"], { log: "-", symbols: { vmlinux } }],
    [[vmlinux, "/build/linux"], { log: "-", symbols: { vmlinux, basePath: "/build/linux/" } }],
    [[vmlinux, "/build/", folder], { log: "-", symbols: { vmlinux, basePath: "/build/", modules: folder } }],
    [["-"], { log: "-", symbols: {} }],
    [[], { log: "-", symbols: {} }],
    [["panic.txt"], { log: "panic.txt", symbols: {} }],
  ])("%j", (paths, expected) => {
    expect(arrange(paths, {})).toEqual(expected);
  });

  test("two logs are refused", () => {
    expect(() => arrange(["a.txt", "b.txt"], {})).toThrow("one log at a time");
  });
});
