import { expect, test } from "vitest";
import { layoutOf, readSource } from "../../src/source/index.ts";

const TEXT = `struct command {
	u32 op : 4;	/* of sixteen */
	u32 unit : 12;
	u32 flags : 20;
	union {
		struct { u16 lo, hi; } range;
		u32 raw;
	} arg;
};
typedef union { struct { unsigned char a; int b[2]; }; u64 all; } thing_t;
struct request { __u8 len; void __user *to; struct command what; } __attribute__((packed));
struct called { int (*fn)(void); };
`;
const layout = (name: string): ReturnType<typeof layoutOf> => layoutOf(name, [readSource("m.c", TEXT)]);

test("bit fields share the words of their type, and one that does not fit begins the next, as on the kernel's machines", () => {
  expect(layout("struct command")).toMatchObject({
    size: 12,
    integers: [
      { name: "op", offset: 0, size: 4, bits: { shift: 0, width: 4 } },
      { name: "unit", offset: 0, size: 4, bits: { shift: 4, width: 12 } },
      { name: "flags", offset: 4, size: 4, bits: { shift: 0, width: 20 } },
      { name: "lo", offset: 8 },
      { name: "hi", offset: 10 },
      { name: "raw", offset: 8 },
    ],
  });
});

test("members of a union lie at one place, and it has the size and alignment of the largest", () => {
  expect(layout("thing_t")).toMatchObject({
    size: 16,
    alignment: 8,
    integers: [
      { name: "a", offset: 0 },
      { name: "b", offset: 4 },
      { name: "all", offset: 0 },
    ],
  });
});

test("a struct that is packed has no holes, and an address is told from a number", () => {
  expect(layout("struct request")).toMatchObject({
    size: 1 + 4 + 12,
    integers: [
      { name: "len", offset: 0 },
      { name: "to", offset: 1, size: 4, isPointer: true },
      { name: "op", offset: 5 },
      { name: "unit", offset: 5 },
      { name: "flags", offset: 9 },
      { name: "lo", offset: 13 },
      { name: "hi", offset: 15 },
      { name: "raw", offset: 13 },
    ],
  });
});

test("a struct with an address of a function is none that user space hands over", () => {
  expect(layout("struct called")).toBeUndefined();
});
