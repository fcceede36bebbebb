import type { CrashArch } from "../crash.ts";
import type { Effect, MachineInstruction, Memory, Source } from "./instruction.ts";
import { readNumber, splitOperands } from "./operands.ts";

/** A machine whose instructions either load, store or compute, and name the register that they write first. */
interface Dialect {
  /** The register as the oops names it. */
  readonly register: (text: string) => string | undefined;
  /** Loads of a whole register, that may be of a pointer. */
  readonly load: RegExp;
  readonly store: RegExp;
  /** Stores of a whole register. */
  readonly plainStore: RegExp;
  /** They write no register that they name first. */
  readonly readsOnly: RegExp;
  readonly call: RegExp;
  readonly clobbers: readonly string[];
  readonly copy: RegExp;
  /** `target, source, number`, or `target, number` on itself. */
  readonly add: RegExp;
  readonly constant: RegExp;
  /** Computes an address from a memory operand, and touches nothing. */
  readonly address?: RegExp;
  /** Reads and writes memory, and writes its first register. */
  readonly atomic: RegExp;
  /** Also writes the address back to its base. */
  readonly update?: RegExp;
}

const COMPUTED: Source = { kind: "computed" };
const range = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${prefix}${from + n}`);

/** o32's names in the order of the numbers. */
const MIPS_NAMES =
  "zero at v0 v1 a0 a1 a2 a3 t0 t1 t2 t3 t4 t5 t6 t7 s0 s1 s2 s3 s4 s5 s6 s7 t8 t9 k0 k1 gp sp fp ra".split(
    " ",
  );

const DIALECTS: Partial<Record<CrashArch, Dialect>> = {
  mips: {
    register: (text) => {
      const name = text.replace(/^\$/, "");
      const number = /^\d+$/.test(name) ? Number(name) : MIPS_NAMES.indexOf(name === "s8" ? "fp" : name);
      return text.startsWith("$") && number >= 0 ? `$${number}` : undefined;
    },
    load: /^(?:lw|ld|ll|lld)$/,
    store: /^(?:s[bhwd]|s[wd][lr]|scd?)$/,
    plainStore: /^s[wd]$/,
    readsOnly: /^(?:b(?!al)|j$|jr|t(?:eq|ne|ge|lt)|nop|sync|pref|cache|mt[ch])/,
    call: /^(?:jalr?|bal|bgezal)/,
    clobbers: [...range("$", 1, 15), "$24", "$25", "$31"],
    copy: /^move$/,
    add: /^d?addiu?$/,
    constant: /^li$/,
    atomic: /^scd?$/,
  },
  powerpc: {
    register: (text) => (/^r\d{1,2}$/.test(text) ? text : undefined),
    load: /^(?:ldu?|lwzu?|lwarx|ldarx)$/,
    store: /^st/,
    plainStore: /^st[dw]$/,
    readsOnly: /^(?:b|cmp|t[dw]|nop|sync|isync|lwsync|dcb|icb|mt|eieio)/,
    call: /^b\w*l$/,
    clobbers: ["r0", ...range("r", 3, 12)],
    copy: /^mr$/,
    add: /^addi$/,
    constant: /^li$/,
    atomic: /^$/,
    update: /^(?:l\w+u|st\w+u)$/,
  },
  riscv64: {
    register: (text) => (/^(?:ra|sp|gp|tp|[ast]\d{1,2})$/.test(text) ? text : undefined),
    load: /^(?:c\.)?(?:ld|ldsp|lr\.d\S*)$/,
    store: /^(?:c\.)?s[bhwd](?:sp)?$|^sc\./,
    plainStore: /^(?:c\.)?sd(?:sp)?$/,
    readsOnly: /^(?:c\.)?(?:b\w+|j|jr|ret|nop|ebreak|ecall|fence\S*|csrw\S*)$/,
    call: /^(?:c\.)?jalr?$|^call$/,
    clobbers: ["ra", ...range("t", 0, 6), ...range("a", 0, 7)],
    copy: /^(?:c\.)?mv$/,
    add: /^(?:c\.)?addi(?:4spn|16sp)?$/,
    constant: /^(?:c\.)?li$/,
    atomic: /^(?:amo|sc\.)/,
  },
  s390x: {
    register: (text) => (/^%r\d{1,2}$/.test(text) ? text.slice(1) : undefined),
    load: /^(?:lg|ltg|lgrl)$/,
    store: /^(?:st|mv[hg]?hi|mvi|mvhhi|[nox]iy?$|a?lg?si|ag?si)/,
    plainStore: /^stg$/,
    readsOnly: /^(?:j|br?$|b[cr]|c(?!s|ds)|tm|nop|st)/,
    call: /^(?:brasl?|basr|balr)$/,
    clobbers: [...range("r", 0, 5), "r14"],
    copy: /^l(?:t?g)?r$/,
    add: /^a[gh]?[hf]i$|^aghik$/,
    constant: /^l[gh]?hi$/,
    address: /^lay?$/,
    atomic: /^(?:la[aonx]g?|csg?y?|cds\w*)$/,
  },
};

/** `0x18(a0)`, `(a1)`; on s390 also `0x18(%r1, %r2)`, index and base. */
function memory(text: string, { register }: Dialect): Memory | undefined {
  const match = /^([^()]*)\(([^()]+)\)$/.exec(text);
  if (match?.[2] === undefined) return undefined;
  const names = match[2].split(",").map((part) => part.trim());
  const base = register(names.at(-1) ?? "");
  const index = names.length > 1 ? register(names[0] ?? "") : undefined;
  if (base === undefined) return undefined;
  return { base, ...(index !== undefined && { index }), disp: readNumber(match[1] ?? "") ?? 0n };
}

/** What an instruction of mips, powerpc, riscv64 or s390x does; undefined for other machines. */
export function loadStoreEffect(arch: CrashArch): ((instruction: MachineInstruction) => Effect) | undefined {
  const dialect = DIALECTS[arch];
  return dialect && ((instruction) => effectOf(instruction, dialect));
}

function effectOf(instruction: MachineInstruction, dialect: Dialect): Effect {
  const { mnemonic } = instruction;
  const parts = splitOperands(instruction.operands);
  const places = parts.flatMap((part) => memory(part, dialect) ?? []);
  const [place] = places;
  const target = dialect.register(parts[0] ?? "");
  const writes = new Map<string, Source>();
  if (dialect.call.test(mnemonic)) {
    for (const name of dialect.clobbers) writes.set(name, COMPUTED);
    return { instruction, writes };
  }
  if (target !== undefined && dialect.address?.test(mnemonic)) {
    const plain = place?.base !== undefined && place.index === undefined;
    writes.set(target, plain ? { kind: "copy", register: place.base ?? "", plus: place.disp } : COMPUTED);
    return { instruction, writes };
  }
  const touched = place ?? indexed(mnemonic, parts, dialect);
  const isAtomic = dialect.atomic.test(mnemonic);
  const isStore = dialect.store.test(mnemonic);
  for (const name of written(mnemonic, parts, dialect))
    writes.set(name, valueOf(mnemonic, parts, touched, dialect));
  if (touched?.base !== undefined && dialect.update?.test(mnemonic))
    writes.set(touched.base, { kind: "copy", register: touched.base, plus: touched.disp });
  // Of an instruction that touches two places nothing tells which of them faulted.
  if (!touched || places.length > 1) return { instruction, writes };
  const stored = dialect.plainStore.test(mnemonic) ? target : undefined;
  return {
    instruction,
    writes,
    access: { memory: touched, kind: isStore || isAtomic ? "write" : "read" },
    ...(stored !== undefined && { stored }),
  };
}

/** `lwarx r9, 0, r10`: of two registers that are added nothing tells which is the pointer. */
function indexed(mnemonic: string, parts: readonly string[], dialect: Dialect): Memory | undefined {
  const [, second = "", third = ""] = parts;
  const base = dialect.register(third);
  if (!/^(?:l|st)\w*x$/.test(mnemonic) || !/^(?:0|r0)$/.test(second) || base === undefined) return undefined;
  return { base, disp: 0n };
}

/** The registers that an instruction writes. */
function written(mnemonic: string, parts: readonly string[], dialect: Dialect): readonly string[] {
  const target = dialect.register(parts[0] ?? "");
  if (target === undefined) return [];
  const isAtomic = dialect.atomic.test(mnemonic);
  if (!isAtomic && (dialect.store.test(mnemonic) || dialect.readsOnly.test(mnemonic))) return [];
  const last = /^lmg?y?$/.test(mnemonic) ? dialect.register(parts[1] ?? "") : undefined;
  return last === undefined ? [target] : through(target, last);
}

/** `lmg %r11, %r15, ...` loads them all. */
function through(first: string, last: string): string[] {
  const [from, to] = [Number(first.slice(1)), Number(last.slice(1))];
  return range("r", from, to < from ? to + 16 : to).map((name) => `r${Number(name.slice(1)) % 16}`);
}

function valueOf(
  mnemonic: string,
  parts: readonly string[],
  touched: Memory | undefined,
  dialect: Dialect,
): Source {
  const [first = "", second = "", third] = parts;
  if (touched) return dialect.load.test(mnemonic) ? { kind: "load", memory: touched } : COMPUTED;
  const from = dialect.register(second);
  if (dialect.copy.test(mnemonic) && from !== undefined) return { kind: "copy", register: from, plus: 0n };
  const number = readNumber(third ?? second);
  if (number === undefined) return COMPUTED;
  if (dialect.constant.test(mnemonic)) return { kind: "constant", value: number };
  const base = third === undefined ? dialect.register(first) : from;
  if (dialect.add.test(mnemonic) && base !== undefined) return { kind: "copy", register: base, plus: number };
  return COMPUTED;
}
