import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../core/user-error.ts";
import type { ModuleSource } from "../../compile/module-source.ts";
import { runCommand } from "../host/command.ts";
import { inFolder } from "../host/in-folder.ts";
import type { RealKernel } from "../kernels/real-kernel.ts";
import { compilerFor, OLDER_COMPILER } from "./compiler.ts";
import { kbuildFor } from "./kbuild.ts";

const BUILD_LIMIT = 120_000;

/** The module does not build for this kernel. */
export class BuildError extends UserError {
  /** All that make said, with the user's own paths. */
  readonly diagnostics: string;

  constructor(message: string, diagnostics: string) {
    super(message);
    this.diagnostics = diagnostics;
  }
}

/** No debug information: it is most of a module, and all of it has to pass through a serial line. */
const ALWAYS = ["KCFLAGS=-g0", "CONFIG_DEBUG_INFO_BTF_MODULES="];

/** Builds the module against the kernel's headers, in a temporary folder; returns the .ko file. */
export function buildModule(source: ModuleSource, kernel: RealKernel): Promise<Buffer> {
  return inFolder("unoops-module-", async (folder) => {
    for (const [path, content] of source.files) {
      const place = join(folder, path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, content);
    }
    await writeFile(join(folder, "Kbuild"), kbuildFor(source));
    const compiler = await compilerFor(kernel);
    const script = join(folder, "older-compiler");
    if (!compiler.same) await writeFile(script, OLDER_COMPILER, { mode: 0o755 });
    const cc = compiler.same ? compiler.program : `${script} ${compiler.program}`;
    const words = ["-C", kernel.headers, `M=${folder}`, ...kernel.make, `CC=${cc}`, ...ALWAYS, "modules"];
    const { status, stderr } = await runCommand("make", words, { limit: BUILD_LIMIT });
    if (status !== 0) throw refusal(source, kernel, stderr.replaceAll(`${folder}/`, ""));
    return await readFile(join(folder, `${source.name}.ko`));
  });
}

function refusal(source: ModuleSource, kernel: RealKernel, said: string): BuildError {
  const diagnostics = source.units.reduce((text, unit) => text.replaceAll(unit, source.userPath(unit)), said);
  const lines = diagnostics.split("\n");
  const first =
    lines.find((line) => /\berror:|not found|No such file/i.test(line)) ??
    lines.find((line) => /\S/.test(line)) ??
    "make said nothing";
  return new BuildError(
    `${source.name} does not build for linux ${kernel.release}: ${first.trim()}`,
    diagnostics,
  );
}
