import { versionCode, type Arch, type KernelVersion } from "../core/kernel-version.ts";

/** Where our headers and services lie in the build tree. */
export const KERNEL_DIR = "kernel";

/** Where the headers lie that the model has not and the module includes: empty, and looked into last. */
export const ABSENT_DIR = "absent";

/** Where the headers lie that a module's includes find first: each brings along what Linux's does. */
export const BRINGS_DIR = "brings";

/** What a kernel build of a module is made for. */
export interface Target {
  readonly kernel: KernelVersion;
  readonly arch: Arch;
}

/**
 * ThreadSanitizer's instrumentation calls a hook before every access to memory that other tasks can see. It is asked for
 * at cc1 level, because the driver refuses it for wasm32. The hooks are the machine's, not TSan's.
 */
const MEMORY_HOOKS = [
  "-Xclang",
  "-fsanitize=thread",
  "-mllvm",
  "-tsan-instrument-func-entry-exit=0",
  "-mllvm",
  "-tsan-distinguish-volatile=1",
  "-mllvm",
  "-tsan-instrument-read-before-write=1",
];

const FREESTANDING = [
  "--target=wasm32",
  "-std=gnu11",
  "-ffreestanding",
  "-fno-builtin",
  "-nostdlib",
  "-nostdinc",
  "-fno-strict-aliasing",
  "-fno-delete-null-pointer-checks",
  "-fno-common",
  "-g",
  "-fdebug-compilation-dir=.", // or the debug information names a folder of the build
  `-I${KERNEL_DIR}/include`,
];

/** Makefile: a plain char has no sign from 6.2 on; before, on x86, it has one. */
function signOfChar({ kernel, arch }: Target): string {
  const isSigned = versionCode(kernel) <= versionCode("6.1") && arch !== "arm";
  return isSigned ? "-fsigned-char" : "-funsigned-char";
}

function definesOf(target: Target): string[] {
  const arch = target.arch === "arm" ? "UNOOPS_ARM" : "UNOOPS_X86_64";
  return [
    "-D__KERNEL__",
    `-DUNOOPS_KERNEL=0x${versionCode(target.kernel).toString(16).padStart(6, "0")}`,
    `-D${arch}=1`,
  ];
}

/**
 * What the compilers that built kernels only warned of, and newer ones refuse: C of before C99, and functions and pointers of
 * another type. A function that nothing declares and nothing defines is a call that the model lacks.
 */
const ONLY_WARNED = [
  "implicit-int",
  "implicit-function-declaration",
  "int-conversion",
  "incompatible-pointer-types-discards-qualifiers",
  "return-type",
  "return-mismatch",
];

/**
 * A pointer to another struct, such as a file_operations where the kernel takes a proc_ops, or to a function of another type, such as a
 * probe() of an older kernel: kernel builds refuse them (Makefile; read in 5.10 and later), older ones warn. The kernel would read other
 * members than were meant, or pass what nobody takes, and a verdict say nothing.
 */
function aboutPointers({ kernel }: Target): readonly string[] {
  return ["incompatible-pointer-types", "incompatible-function-pointer-types"].map((warning) =>
    versionCode(kernel) < versionCode("5.10") ? `-Wno-error=${warning}` : `-Werror=${warning}`,
  );
}

/** The warnings a kernel build has on, those that concern what the module does; format strings are checked. */
const MODULE_WARNINGS = [
  "-Wno-unknown-warning-option",
  ...ONLY_WARNED.map((warning) => `-Wno-error=${warning}`),
  "-Wall",
  "-Wno-unused",
  "-Wno-pointer-sign",
  "-Wno-gnu-variable-sized-type-not-at-end",
  "-Wno-frame-address",
  "-Wno-main",
];

/**
 * What the C standard leaves undefined and no memory hook sees: an index past an array inside of a stack frame or a struct, a shift
 * as wide as its operand, a division by zero. clang's checks call the machine (compiler-rt's ubsan_minimal_handlers.cpp).
 */
const ARITHMETIC_HOOKS = [
  "-fsanitize=array-bounds,shift-exponent,integer-divide-by-zero",
  "-fsanitize-minimal-runtime",
];

/** At -O0: the optimizer folds repeated plain reads, and with them interleavings that exist. */
export function moduleFlags(target: Target, name: string, extra: readonly string[]): string[] {
  const modname = `-DKBUILD_MODNAME="${name}"`;
  return [
    `-I${BRINGS_DIR}`,
    ...FREESTANDING,
    ...MEMORY_HOOKS,
    ...ARITHMETIC_HOOKS,
    ...definesOf(target),
    "-DMODULE",
    modname,
    signOfChar(target),
    ...aboutPointers(target),
    ...MODULE_WARNINGS,
    // what a local variable holds before it is set is nobody's promise: nothing that could be right by chance
    "-ftrivial-auto-var-init=pattern",
    "-O0",
    ...extra,
    `-idirafter${ABSENT_DIR}`,
  ];
}

/** Services keep their functions apart, so that a call chain reads as the kernel's. */
export function serviceFlags(target: Target): string[] {
  return [
    ...FREESTANDING,
    ...MEMORY_HOOKS,
    `-I${KERNEL_DIR}/services`,
    ...definesOf(target),
    "-O1",
    "-fno-inline",
    "-fno-optimize-sibling-calls",
  ];
}

/**
 * Size of the linker's own stack, which nothing uses: it stands first, so that it is the page NULL points into, and data
 * begins above it. Tasks and host calls have stacks that the machine lays out.
 */
export const NULL_PAGE = 8192;

export const LINK_FLAGS = [
  "--no-entry",
  "--allow-undefined",
  "--export-table",
  "--growable-table",
  "--stack-first",
  "-z",
  `stack-size=${NULL_PAGE}`,
  "--no-check-features", // clang 14 does not say that the stack pointer may be exported
  "--export=__stack_pointer",
  "--export=__heap_base",
  "--export=__wasm_call_ctors", // or every exported function calls it
  "--export=unoops_boot",
  "--export=unoops_signals",
  "--export=unoops_signal",
  "-Map=link.map",
];

/** Beside one module only what it can come to is linked: what is exported, and what that leads to. */
export const ONE_MODULE = ["--export=unoops_hooks", "--export=unoops_self"];

/** Of several, whose functions are not exported, all is linked. */
export const SEVERAL_MODULES = ["--no-gc-sections"];
