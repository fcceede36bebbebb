import type { CFunction } from "../../source/index.ts";
import type { SourceProgram } from "../code/program.ts";

/** Functions that a bus calls for a new device, `.probe` of a `struct foo_driver`: when one fails, `.remove` is not called. */
export function probesOf(program: SourceProgram): CFunction[] {
  return program.files.flatMap((file) =>
    [...file.globals.values()].flatMap(({ type, init }) => {
      if (init?.kind !== "list" || !/\bstruct \w+_driver\b/.test(type)) return [];
      const probe = init.items.find(({ field }) => field === "probe")?.value;
      return (probe?.kind === "name" && file.functions.get(probe.name)) || [];
    }),
  );
}
