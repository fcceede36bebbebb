/** Real kernels: fetch one, build a module for it, boot it, and say what it did. */
export { addKernel } from "./packages/add-kernel.ts";
export { cachedKernels } from "./kernels/cached.ts";
export type { RealKernel } from "./kernels/real-kernel.ts";
