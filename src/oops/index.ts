/** Reads kernel logs: text to crashes, crashes to diagnoses. Runs in a browser as well as in Node. */
export type * from "./crash.ts";
export { CrashReader, readCrashes } from "./crash-reader.ts";
export { architectureWords } from "./arch/all.ts";
export { loadDisassembler } from "./dataflow/capstone.ts";
export type { Disassembler } from "./dataflow/instruction.ts";
export { diagnose } from "./diagnosis/diagnose.ts";
export type { Diagnosis, FindBinary } from "./diagnosis/diagnosis.ts";
export { printable } from "../core/printable.ts";
export { annotate, type AnnotatedLine } from "./annotate/annotate.ts";
export { locate, mismatch, type Located } from "./symbols/locate.ts";
export { readSystemMap } from "./symbols/system-map.ts";
