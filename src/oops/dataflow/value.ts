import { errnoName } from "../../core/errno.ts";

/** What a pointer's value gives away about where it came from. */
export interface ValueMeaning {
  readonly kind:
    | "null"
    | "null-offset"
    | "err-ptr"
    | "poison-free"
    | "poison-inuse"
    | "redzone"
    | "list-poison"
    | "user"
    | "non-canonical"
    | "module"
    | "kernel";
  /** In words, such as `ERR_PTR(-EINTR)`. */
  readonly words: string;
}

const PAGE = 4096n;
/** Where a 32-bit kernel begins at the lowest: the modules of ARM's 2G/2G split. */
const LOWEST_KERNEL = 0x7f000000n;
const MAX_ERRNO = 4095n;

/** Bytes of include/linux/poison.h. */
const POISON: Readonly<Record<string, ValueMeaning>> = {
  "6b": { kind: "poison-free", words: "slab poison 0x6b: read from memory that was freed" },
  "5a": { kind: "poison-inuse", words: "slab poison 0x5a: read from memory that was never initialised" },
  bb: { kind: "redzone", words: "slab red zone 0xbb: read beyond an object that is free" },
  cc: { kind: "redzone", words: "slab red zone 0xcc: read beyond an object in use" },
};

/** LIST_POISON1 and LIST_POISON2, without and with POISON_POINTER_DELTA. */
const LIST_POISON: ReadonlyMap<bigint, string> = new Map([
  [0x100n, "LIST_POISON1: the next pointer of a list entry that was deleted"],
  [0x122n, "LIST_POISON2: the prev pointer of a list entry that was deleted"],
  [0x200n, "LIST_POISON2: the prev pointer of a list entry that was deleted"],
]);
const POISON_DELTA = 0xdead000000000000n;

/** Explains a value of `bytes` bytes that was used as a pointer. */
export function explainValue(value: bigint, bytes: 4 | 8): ValueMeaning {
  const bits = BigInt(bytes * 8);
  if (value === 0n) return { kind: "null", words: "NULL" };
  const negative = (1n << bits) - value;
  if (negative <= MAX_ERRNO) {
    const name = errnoName(Number(negative));
    return { kind: "err-ptr", words: `ERR_PTR(${name === undefined ? `-${negative}` : `-${name}`})` };
  }
  const list = listPoison(value, bytes);
  if (list !== undefined) return { kind: "list-poison", words: list };
  if (value < PAGE) return { kind: "null-offset", words: `NULL plus 0x${value.toString(16)}` };
  const poison = poisonOf(value, bytes);
  if (poison) return poison;
  if (bytes === 8 && !isCanonical(value)) return { kind: "non-canonical", words: "a non-canonical address" };
  if (value < (bytes === 8 ? 1n << 47n : LOWEST_KERNEL))
    return { kind: "user", words: "an address of user space" };
  return { kind: "kernel", words: "a kernel address" };
}

function listPoison(value: bigint, bytes: 4 | 8): string | undefined {
  // Without the delta these are small numbers that a member of NULL could have too: only the exact ones count.
  if (bytes === 4) {
    const words = LIST_POISON.get(value);
    return words && `${words}, or NULL plus 0x${value.toString(16)}`;
  }
  const offset = value - POISON_DELTA;
  for (const [poison, words] of LIST_POISON) if (offset >= poison && offset < poison + 0x10n) return words;
  return undefined;
}

/** All bytes but the lowest repeat one poison byte: a member's offset, or a counter's step, changes the low one. */
function poisonOf(value: bigint, bytes: 4 | 8): ValueMeaning | undefined {
  const hex = value.toString(16).padStart(bytes * 2, "0");
  const byte = hex.slice(0, 2);
  return hex.startsWith(byte.repeat(bytes - 2)) ? POISON[byte] : undefined;
}

function isCanonical(value: bigint): boolean {
  const top = value >> 47n;
  return top === 0n || top === 0x1ffffn;
}
