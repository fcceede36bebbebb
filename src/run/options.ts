import { parametersNamed, type LinkedProgram } from "../compile/program.ts";
import type { SearchProgress } from "../core/progress-text.ts";
import type { Finding } from "../core/finding.ts";
import { UserError } from "../core/user-error.ts";
import type { SearchLimits } from "../explore/limits.ts";
import type { World } from "../core/world.ts";
import type { MachineOptions } from "../machine/machine.ts";
import { assumedCalls, sourceFiles } from "./assumed-calls.ts";
import { withHeaders } from "./user-input/headers.ts";
import { toldApart } from "./user-input/told-apart.ts";
import type { SourceOf } from "../core/span.ts";

export interface RunOptions {
  /** Values of module parameters, as on insmod's command line. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** Let allocations and creations fail too; findings that need it are told apart. */
  readonly faults?: boolean;
  /** What there is around the module: user space, and how often it is loaded. */
  readonly world?: World;
  /** Stop at the first finding. */
  readonly first?: boolean;
  /** What fails is wanted, and not the shortest way to it, which takes longer to find. */
  readonly anyWitness?: boolean;
  /** Of a part, look for these, with failing calls too, and for no more once they are shown. */
  readonly sought?: readonly Finding[];
  /** Take nothing for granted: every call that is not modelled ends the run. */
  readonly strict?: boolean;
  /** Look for data races and reads of uninitialised memory as well, which no schedule fails with. */
  readonly accesses?: boolean;
  readonly limits?: Partial<SearchLimits>;
  readonly onProgress?: (progress: SearchProgress) => void;
  readonly source: SourceOf;
}

/** What the machine is told: a search with faults is one of its own, beside the one without. */
export function machineOptions(
  program: LinkedProgram,
  { parameters, world, strict = false, source }: RunOptions,
  faults: boolean,
): MachineOptions {
  // most modules need neither, and a driver's files are large
  const files = once(() => sourceFiles(program, source));
  const assumed = strict || program.unmodelled.length === 0 ? undefined : assumedCalls(program, files());
  return {
    faults,
    ...(world ? { world } : {}),
    ...(parameters ? { parameters } : {}),
    ...(assumed?.size ? { assumed } : {}),
    input: once(() => toldApart(withHeaders(files(), source))),
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** @throws UserError when a parameter is given that the module does not have, or two modules have */
export function checkParameters(program: LinkedProgram, { parameters = new Map() }: RunOptions): void {
  for (const name of parameters.keys()) {
    const [parameter, another] = parametersNamed(program, name);
    if (parameter && another)
      throw new UserError(
        `${parameter.module} and ${another.module} have a parameter ${name}: say ${parameter.module}.${name}=...`,
      );
    if (parameter) continue;
    const known = program.parameters.map((one) => one.name).join(", ");
    throw new UserError(`the module has no parameter ${name}${known ? `; it has ${known}` : ""}`);
  }
}
