import type { CFunction } from "../source/index.ts";

/** A name that the file does not use yet. */
export function freeName({ file }: CFunction, wanted: string): string {
  let name = wanted;
  for (let n = 2; new RegExp(`\\b${name}\\b`).test(file.text); n++) name = `${wanted}_${n}`;
  return name;
}
