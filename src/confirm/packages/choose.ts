import { UserError } from "../../core/user-error.ts";
import type { DebianMachine } from "../kernels/target.ts";
import type { Suite } from "./suite.ts";

/** Packages that hold a part of a kernel or of what builds its modules; the rest of what they need is the system's. */
const PART = /^linux-(?:image|binary|headers|kbuild)-/;

/** The packages that a suite's newest kernel for a machine is made of, by following what its metapackages need. */
export async function choosePackages(suite: Suite, machine: DebianMachine): Promise<readonly string[]> {
  const roots = [`linux-image-${machine.flavour}`, `linux-headers-${machine.flavour}`];
  const found = new Set<string>();
  const queue = [...roots];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const need of await suite.needs(name)) {
      if (!PART.test(need) || found.has(need)) continue;
      found.add(need);
      queue.push(need);
    }
  }
  for (const part of ["image", "headers", "kbuild"]) {
    if ([...found].some((name) => name.startsWith(`linux-${part}-`))) continue;
    throw new UserError(`${suite.name} has no linux-${part} package for ${machine.debian}`);
  }
  return [...found];
}
