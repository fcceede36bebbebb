/** Real kernels: fetch one, build a module for it, boot it, and say what it did. */
export { addKernel } from "./packages/add-kernel.ts";
export { BuildError } from "./build/build-module.ts";
export { cachedKernels } from "./kernels/cached.ts";
export { confirmModule, type ConfirmVerdict } from "./confirm.ts";
export { confirmationJson } from "./json.ts";
export { confirmationText, confirmationWords } from "./text.ts";
export { doctorText, examine } from "./doctor.ts";
export { givenKernel } from "./kernels/given.ts";
export { suiteOf } from "./kernels/target.ts";
export type { RealKernel } from "./kernels/real-kernel.ts";
