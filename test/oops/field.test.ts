import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { DebugInfo, readElf } from "../../src/binary/index.ts";
import { diagnose, loadDisassembler, readCrashes, type FindBinary } from "../../src/oops/index.ts";
import { binaryOf, fieldWords, oopsAt, RING } from "./ring.ts";

const NULL = "0000000000000000";

test("a member is named when its object's pointer was loaded from a variable", async () => {
  const log = oopsAt("device_read+0x4/0x8", "48 8b 47 18 <8b> 40 04 c3", { RAX: NULL }, "4");
  expect(await fieldWords(log, binaryOf(RING))).toEqual([
    "certain: ring.ko says: RDI was `dev`, a struct device *, so RAX is `dev->ring`: this is `dev->ring->tail`",
  ]);
});

test("a member whose address is not the one that the report names is a likely one", async () => {
  const log = oopsAt("device_read+0x4/0x8", "48 8b 47 18 <8b> 40 04 c3", { RAX: NULL }, "44");
  expect(await fieldWords(log, binaryOf(RING))).toEqual([
    "likely: ring.ko says: RDI was `dev`, a struct device *, so RAX is `dev->ring`: this is `dev->ring->tail`",
  ]);
});

test("a member is named when the register is a variable's at that instruction", async () => {
  const log = oopsAt("device_stop+0x2c/0x37", "48 63 45 08 <48> 03 43 10 48 83 c4 08", { RBX: NULL }, "10");
  expect(await fieldWords(log, binaryOf(RING))).toEqual([
    "certain: ring.ko says: RBX is `dev`, a struct device *: this is `dev->usage`",
  ]);
});

test("a member of a struct within the struct, and an element of an array, are written as C does", async () => {
  const inner = oopsAt("device_stop+0x28/0x37", "e8 00 00 00 00 <48> 63 45 08", { RBP: NULL }, "8");
  expect(await fieldWords(inner, binaryOf(RING))).toEqual([
    "certain: ring.ko says: RBP is `ring`, a struct ring *: this is `ring->lock.owner`",
  ]);
});

test("without the code, the members that the function's pointers have there are likely ones", async () => {
  const log = oopsAt("device_stop+0x28/0x37", "Bad RIP value.", {}, "8");
  expect(await fieldWords(log, binaryOf(RING))).toEqual([
    "likely: NULL plus 0x8 is `dev->node.prev` or `ring->lock.owner`, of the pointers that device_stop() has in ring.ko",
  ]);
});

test("once the member is named, nobody is told how to have it named", async () => {
  const crashes = readCrashes(oopsAt("device_read+0x4/0x8", "48 8b 47 18 <8b> 40 04 c3", { RAX: NULL }, "4"));
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const disassembler = await loadDisassembler();
  const next = (binary?: FindBinary): string =>
    diagnose(crash, crashes, disassembler, binary).next.join("\n");
  expect(next()).toContain("--modules");
  expect(next(binaryOf(RING))).not.toContain("--modules");
});

test("a function of which the binary knows nothing gets no member", async () => {
  const log = oopsAt("other+0x4/0x8", "48 8b 47 18 <8b> 40 04 c3", { RAX: NULL }, "4");
  expect(await fieldWords(log, binaryOf(RING))).toEqual([]);
});

test("a binary with any damage is read, or refused with a RangeError", () => {
  assert(
    property(integer({ min: 64, max: RING.length - 1 }), integer({ min: 0, max: 255 }), (at, byte) => {
      const bytes = RING.slice();
      bytes[at] = byte;
      const read = (offset: number, length: number): Uint8Array => bytes.subarray(offset, offset + length);
      try {
        const known = readElf(read)?.functions.get("device_stop");
        const info = DebugInfo.open(read)?.functionAt("device_stop", (known?.address ?? 0x40n) + 0x28n);
        for (const variable of info?.variables ?? []) {
          variable.at(0x68n);
          info?.types.membersAt(info.types.pointee(variable.type), 8);
        }
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }),
    { numRuns: 3000 },
  );
});
