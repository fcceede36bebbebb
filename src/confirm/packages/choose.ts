import { UserError } from "../../core/user-error.ts";
import type { DebianMachine } from "../kernels/target.ts";
import type { Suite } from "./suite.ts";

/** Packages that hold a part of a kernel or of what builds its modules; the rest of what they need is the system's. */
const PART = /^linux-(?:image|binary|base|headers|kbuild)-/;

/** Libraries, which programs of a newer suite need in its own versions. */
const LIBRARY = /^(?:lib|zlib)/;

/** The packages that a suite's newest kernel for a machine is made of, by following what its metapackages need. */
export async function choosePackages(suite: Suite, machine: DebianMachine): Promise<readonly string[]> {
  const found = await closure(
    suite,
    [`linux-image-${machine.flavour}`, `linux-headers-${machine.flavour}`],
    PART,
  );
  for (const part of ["image", "headers", "kbuild"]) {
    if (found.some((name) => name.startsWith(`linux-${part}-`))) continue;
    throw new UserError(`${suite.name} has no linux-${part} package for ${machine.debian}`);
  }
  return found;
}

/** The libraries that the build tools of a suite run with. */
export async function chooseLibraries(suite: Suite, packages: readonly string[]): Promise<readonly string[]> {
  return closure(
    suite,
    packages.filter((name) => name.startsWith("linux-kbuild-")),
    LIBRARY,
  );
}

/** Whatever `roots` need, directly or not, that has such a name. */
async function closure(suite: Suite, roots: readonly string[], named: RegExp): Promise<readonly string[]> {
  const found = new Set<string>();
  const queue = [...roots];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const need of await suite.needs(name)) {
      if (!named.test(need) || found.has(need)) continue;
      found.add(need);
      queue.push(need);
    }
  }
  return [...found];
}
