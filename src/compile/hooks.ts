/** Imports that the rewriter itself calls, by what they are for. */
export const POINTS = {
  entry: "unoops_entry",
  leave: "unoops_leave",
  loop: "unoops_loop",
  call: "unoops_call",
  guardedCall: "unoops_guarded_call",
  return: "unoops_return",
  idle32: "unoops_idle32",
  idle64: "unoops_idle64",
} as const;

/** Imports at which a task may be switched away. */
const SWITCHING = /^(__tsan_.*|unoops_(yield|pause|look_back|block|block_timeout|guard|exit|call|leave))$/;

/** Called first by a service that may wait there for whoever calls it: the point at which its caller may be switched away. */
export const GUARD = "unoops_guard";

export function isSwitching(imported: string): boolean {
  return SWITCHING.test(imported);
}

/** How a call is named that stands for a statement which does not compile: what it lacks comes behind. */
export const GAP = "unoops_gap_";

/** Before a memory hook's name: the same hook, in code that is never switched away there. */
export const STILL = "still_";

const SIZES = [1, 2, 4, 8, 16];
const OPERATIONS = [
  "load",
  "store",
  "exchange",
  "fetch_add",
  "fetch_sub",
  "fetch_and",
  "fetch_or",
  "fetch_xor",
  "fetch_nand",
];

/** C declarations of the memory hooks as clang calls them (compiler-rt's tsan_interface.h, tsan_interface_atomic.h). */
function memoryHooks(): string[] {
  const plain = ["", "unaligned_", "volatile_", "unaligned_volatile_"].flatMap((kind) =>
    ["read", "write"].flatMap((access) =>
      SIZES.map((size) => `void ${STILL}__tsan_${kind}${access}${size}(void *)`),
    ),
  );
  const atomics = [8, 16, 32, 64].flatMap((bits) => {
    const type = bits === 64 ? "long long" : "int";
    const name = `${STILL}__tsan_atomic${bits}_`;
    const simple = OPERATIONS.map((operation) => {
      if (operation === "load") return `${type} ${name}load(void *, int)`;
      return `${operation === "store" ? "void" : type} ${name}${operation}(void *, ${type}, int)`;
    });
    return [...simple, `${type} ${name}compare_exchange_val(void *, ${type}, ${type}, int, int)`];
  });
  const blocks = [
    `void *${STILL}__tsan_memset(void *, int, unsigned)`,
    `void *${STILL}__tsan_memcpy(void *, void *, unsigned)`,
    `void *${STILL}__tsan_memmove(void *, void *, unsigned)`,
  ];
  return [...plain, ...atomics, ...blocks];
}

/** C whose only purpose is that the linker imports every hook which the rewriter may call. */
export function keepHooks(): string {
  const { idle32, idle64, ...points } = POINTS;
  const masks = [`int ${idle32}(int)`, `long long ${idle64}(long long)`];
  const hooks = [...Object.values(points).map((name) => `void ${name}(void)`), ...masks, ...memoryHooks()];
  const names = hooks.map((declaration) => /(\w+)\(/.exec(declaration)?.[1] ?? "");
  const keep = names.map((name) => `(void *)${name}`).join(", ");
  return `${hooks.map((declaration) => `${declaration};\n`).join("")}void *const unoops_hooks[] = { ${keep} };\n`;
}
