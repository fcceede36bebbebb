/** The room's door: the book of the kernel's API. */
export {
  allHave,
  hasName,
  hintsFor,
  isBackported,
  releaseHas,
  spellingFor,
  saysWhyMissing,
  whyMissing,
} from "./availability.ts";
export { BOOK, TABLES } from "./book.ts";
export * from "./effects.ts";
export type { CallbackKind, KernelCall, LockKind, Release, WaitCall } from "./kernel-call.ts";
export { LOCK_KINDS } from "./kernel-call.ts";
export { GUARDS } from "./locks.ts";
export { NEVER_NULL } from "./never-null.ts";
export {
  BEFORE_MOUNT,
  COMES_FIRST,
  FINAL_OPERATION,
  LEAVES_KERNEL,
  ONLY_WHILE_OPEN,
  OPERATION_PAIRS,
  SHOWN,
  type OperationPair,
} from "./operations.ts";
export { isWritableMode } from "./parameter-mode.ts";
export { waysToUndo } from "./undoing.ts";
