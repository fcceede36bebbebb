/** The room's door: a driver's threads as a program of their own. */
export type { Extent } from "./facts.ts";
export type { Slice } from "./slice.ts";
export { buildWholeOrPart, type PartChoice } from "./whole-or-part.ts";
export { contentsOf, type KernelHeader } from "./headers.ts";
