import type { Machine } from "../machine.ts";

/** A function that the program imports; i64 comes and goes as bigint. */
export type Hook = (...args: number[]) => number | bigint | void;

/** Hooks by the name of their import, each made for one machine. */
export type Seam = Readonly<Record<string, (machine: Machine) => Hook>>;
