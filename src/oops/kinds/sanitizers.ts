import { inFunction, alone, type Kind } from "./kind.ts";

const READS = /^(Read|Write) (?:of size|at addr)/;
const ACCESS_WORD = (lines: readonly string[]): string | undefined =>
  lines.map((line) => READS.exec(line)?.[1]).find((word) => word !== undefined);

/** The class of a KASAN report, from its bug and the access that met it. */
function kasanType(bug: string, access: string | undefined): string {
  if (/invalid-free|double-free/.test(bug)) return "KASAN-INVALID-FREE";
  const way = (access ?? "Read").toUpperCase();
  if (/use-after-free/.test(bug)) return `KASAN-USE-AFTER-FREE-${way}`;
  if (/null-ptr-deref/.test(bug)) return `KASAN-NULL-POINTER-DEREFERENCE-${way}`;
  return `KASAN-${way}`;
}

/** Linux 4.0 to 4.4 spelled it with blanks: `out of bounds access`, `out of bounds on stack`, `use after free`. */
const bugOf = (printed: string): string =>
  printed.startsWith("out of bounds") ? "out-of-bounds" : printed.replaceAll(" ", "-");

const kasan: NonNullable<Kind["refine"]> = (lines, match) => {
  const bug = bugOf(match[1] ?? "");
  const access = ACCESS_WORD(lines);
  const name = /invalid-free|double-free/.test(bug)
    ? "invalid-free"
    : access === undefined
      ? bug
      : `${bug} ${access}`;
  const type = kasanType(bug, access);
  // The line that tells the access was lost: the announcement is all there is.
  const announced = / in (\S+?)\+0x\S+ at addr /.exec(match.input)?.[1];
  if (access === undefined && announced !== undefined)
    return {
      type,
      title: `KASAN: ${bug} in ${announced.replace(/\d+$/, "NUM")} at addr ADDR`,
      standsAlone: true,
    };
  return {
    type,
    title: `KASAN: ${name}`,
    standsAlone: match[0].endsWith(" on "),
  };
};

/** KCSAN's first line names who raced. */
const kcsan: NonNullable<Kind["refine"]> = (_, match) => (match[1] === undefined ? {} : { named: match[1] });

const kfence: NonNullable<Kind["refine"]> = (_, match) => {
  const bug = match[1] ?? "";
  const type = bug.replace("out-of-bounds ", "").replaceAll(" ", "-").toUpperCase();
  return { type: `KFENCE-${type}` };
};

/** How memory is given back: who freed it wrongly is further out. */
const FREES = /kfree|vfree|vunmap|kmem_|slab_/;

/** How a driver hands a USB request on: the driver is further out. */
export const URB = /^usb_(?:submit|start_wait)_urb$|^usb_\w*_msg$/;

/** Reports of KASAN, KFENCE, KMSAN, KCSAN and UBSAN. */
export const SANITIZERS: readonly Kind[] = [
  inFunction(
    "KASAN-INVALID-FREE",
    "KASAN: $1",
    /BUG: KASAN: ((?:double|invalid)-free(?: or [\w-]+)?) (?:in|on) /,
    ["BUG: KASAN: "],
    { refine: kasan, skip: FREES },
  ),
  inFunction("KASAN-READ", "KASAN: $1", /BUG: KASAN: ([\w-]+(?: or [\w-]+)?) (?:in|on) /, ["BUG: KASAN: "], {
    refine: kasan,
  }),
  inFunction(
    "KASAN-READ",
    "KASAN: $1",
    /BUG: KASan: (use after free|out of bounds (?:access|on stack)|[\w-]+) (?:in|on) /,
    ["BUG: KASan: "],
    { refine: kasan },
  ),
  inFunction("KFENCE", "KFENCE: $1", /BUG: KFENCE: ([\w -]+?) in /, ["BUG: KFENCE: "], { refine: kfence }),
  inFunction(
    "KMSAN-INFO-LEAK",
    "KMSAN: $1",
    /BUG: KMSAN: (kernel(?:-\w+)?-infoleak(?:-after-free)?) in /,
    ["BUG: KMSAN: "],
    { skip: URB },
  ),
  inFunction(
    "KMSAN-UNINIT-VALUE",
    "KMSAN: $1",
    /BUG: KMSAN: (uninit-value|use-after-free) in /,
    ["BUG: KMSAN: "],
    { skip: /alloc_skb|netlink_(?:ack|rcv_skb)/ },
  ),
  alone(
    "KCSAN-ASSERT",
    "KCSAN: assert: race in $1",
    /BUG: KCSAN: assert: race in ([\w.]+)/,
    ["BUG: KCSAN: "],
    { refine: kcsan },
  ),
  alone(
    "KCSAN-DATARACE",
    "KCSAN: data-race in $1 / $2",
    /BUG: KCSAN: data-race in ([\w.]+)(?:\+\S+)?(?: \[\S+\])? \/ ([\w.]+)/,
    ["BUG: KCSAN: "],
    { refine: kcsan },
  ),
  alone("KCSAN-DATARACE", "KCSAN: data-race in $1", /BUG: KCSAN: data-race in ([\w.]+)/, ["BUG: KCSAN: "], {
    refine: kcsan,
  }),
  inFunction("UBSAN", "UBSAN: undefined-behaviour", /UBSAN: Undefined behaviour in /, ["UBSAN: "], {
    skip: /ubsan|overflow/,
  }),
  // CONFIG_UBSAN_TRAP: report_ubsan_failure() in lib/ubsan.c tells die() what the trap stands for.
  inFunction(
    "UBSAN",
    "UBSAN: $1",
    /Internal error: (?:Oops - )?UBSAN: ([\w /-]+): [0-9a-f]+ \[#/,
    ["Internal error: "],
    {
      refine: (_, match) => ({
        title: `UBSAN: ${(match[1] ?? "").replaceAll(" ", "-")}`,
        ...(match[1] === "array index out of bounds" && { type: "MEMORY_SAFETY_UBSAN" }),
      }),
    },
  ),
  inFunction("UBSAN", "UBSAN: $1", /UBSAN: ([\w-]+) in /, ["UBSAN: "], {
    skip: /ubsan|overflow/,
    refine: (_, match) => (match[1] === "array-index-out-of-bounds" ? { type: "MEMORY_SAFETY_UBSAN" } : {}),
  }),
];
