import type { Cursor } from "./cursor.ts";

/** Words that only a type begins with or holds. */
const TYPE_WORDS = new Set(
  (
    "void char short int long float double signed unsigned _Bool bool struct union enum const volatile static extern " +
    "register inline auto typeof __typeof__ __typeof __auto_type restrict __restrict u8 u16 u32 u64 s8 s16 s32 s64 " +
    "__u8 __u16 __u32 __u64 __s8 __s16 __s32 __s64 __le16 __le32 __le64 __be16 __be32 __be64 uint ulong ushort uchar " +
    "size_t ssize_t loff_t off_t pid_t gfp_t dma_addr_t phys_addr_t resource_size_t sector_t ktime_t wait_queue_head_t " +
    "wait_queue_entry_t atomic_t atomic64_t spinlock_t irqreturn_t netdev_tx_t uintptr_t __iomem __user __percpu __rcu"
  ).split(" "),
);

/** Marks between a type and what it declares that say nothing about it. */
const ATTRIBUTES = new Set(
  (
    "__maybe_unused __always_unused __unused __init __exit __read_mostly __ro_after_init __initdata __force " +
    "__must_check __cold __percpu __iomem __user __rcu __aligned ____cacheline_aligned " +
    "____cacheline_aligned_in_smp __cacheline_aligned __attribute__ __attribute __used __weak __free asmlinkage"
  ).split(" "),
);

const TAGGED = new Set(["struct", "union", "enum"]);

export function isTypeWord(word: string): boolean {
  return TYPE_WORDS.has(word) || word === "__force" || word === "__wsum" || /^[a-z]\w*_t$/.test(word);
}

/** The struct or union that a type's words name; undefined for one without a name, and for other types. */
export function structTag(type: string): string | undefined {
  const brace = type.indexOf("{");
  // `struct tag { ... }` has a name, `struct { ... }` has none, whatever its fields are
  if (brace >= 0) return /\b(?:struct|union)\s+(\w+)\s*$/.exec(type.slice(0, brace))?.[1];
  return /\b(?:struct|union)\s+(\w+)/.exec(type)?.[1];
}

export function isAttribute(word: string): boolean {
  return ATTRIBUTES.has(word);
}

/** Moves past attributes, with their arguments: `__attribute__((unused))`, `__free(kfree)`. */
export function skipAttributes(cursor: Cursor): void {
  while (cursor.isName() && isAttribute(cursor.text())) {
    cursor.next();
    if (cursor.is("(")) cursor.enter();
  }
}

/**
 * Reads a type's words (`static const struct foo`, `unsigned int`, `foo_t`), stars excluded. Undefined, and the cursor
 * where it was, when there is none.
 */
export function readType(cursor: Cursor): string | undefined {
  const from = cursor.at;
  let named = false;
  for (;;) {
    skipAttributes(cursor);
    if (!cursor.isName()) break;
    const word = cursor.text();
    if (TAGGED.has(word)) {
      cursor.next();
      skipAttributes(cursor);
      if (cursor.isName()) cursor.next();
      skipAttributes(cursor);
      if (cursor.is("{")) cursor.enter();
      named = true;
    } else if (/^_*typeof_*$/.test(word) && cursor.is("(", 1)) {
      cursor.next();
      cursor.enter();
      named = true;
    } else if (TYPE_WORDS.has(word)) {
      cursor.next();
      named ||= !/^(const|volatile|static|extern|register|inline|auto)$/.test(word);
    } else if (!named) {
      cursor.next();
      named = true;
    } else {
      break;
    }
  }
  if (!named) {
    cursor.at = from;
    return undefined;
  }
  return cursor.words(from);
}
