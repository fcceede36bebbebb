import type { BuildOptions } from "./build-options.ts";
import { contentHash, FORMAT } from "./cache.ts";
import { LINK_FLAGS, moduleFlags } from "./flags.ts";
import { modulesOf, type ModuleSource } from "./module-source.ts";
import { decodeProgram, encodeProgram } from "./program-codec.ts";
import type { LinkedProgram } from "./program.ts";

/** Compiles a module and links it with the model kernel of `options.target`. */
export async function buildProgram(source: ModuleSource, options: BuildOptions): Promise<LinkedProgram> {
  const { target, toolchain, kernel, cache } = options;
  const key = await contentHash([
    `program ${FORMAT} ${options.stepServices === true} ${toolchain.id} ${LINK_FLAGS.join(" ")}`,
    ...modulesOf(source).flatMap((one) => [
      `module ${moduleFlags(target, one.name, one.flags).join(" ")}`,
      ...one.units,
      // a copy that lies elsewhere is another program: its lines are told by other paths
      ...(one.quoted ?? one.units).map((path) => one.userPath(path)),
      ...one.files,
    ]),
    await kernel.hash(),
  ]);
  const cached = await cache.read(key);
  if (cached) return decodeProgram(cached);
  // most runs find their program kept, and need nothing of what makes one
  const { build } = await import("./from-source.ts");
  const program = await build(source, options);
  await cache.write(key, encodeProgram(program));
  return program;
}
