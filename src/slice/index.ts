/** The room's door: a driver's threads as a program of their own. */
export { modelNames, type ModelNames } from "./model-names.ts";
export { DECLARED, DriverSlicer, type Slice } from "./slice.ts";
