import type { RunOptions, Tree } from "@yowasp/clang";
import type { Files, Tool, Toolchain, ToolRun } from "./toolchain.ts";

/** LLVM 22 as WebAssembly (`@yowasp/clang`): needs nothing installed, 100 MB on disk, slow first start. */
export function embeddedToolchain(): Toolchain {
  return { id: "yowasp-22.0.0-git20542-10", run };
}

async function run(
  tool: Tool,
  args: readonly string[],
  files: Files,
  outputs: readonly string[],
): Promise<ToolRun> {
  const llvm = await import("@yowasp/clang");
  // called without arguments it only loads its 100 MB, which it would otherwise announce on standard output
  await llvm.runLLVM(undefined, {}, { fetchProgress: () => {} });
  const stdout = new Sink();
  const stderr = new Sink();
  const options: RunOptions = { stdout: stdout.write, stderr: stderr.write };
  const tree = toTree(files);
  const command = tool === "clang" ? llvm.commands.clang : llvm.runLLVM;
  const argv = tool === "clang" ? [...args] : [tool, ...args];
  try {
    const written = (await command(argv, tree, options)) ?? {};
    return {
      ok: true,
      output: pick(written, outputs),
      stdout: stdout.text(),
      stderr: withoutNoise(stderr.text()),
    };
  } catch (error) {
    if (!(error instanceof llvm.Exit)) throw error;
    return { ok: false, output: new Map(), stdout: stdout.text(), stderr: withoutNoise(stderr.text()) };
  }
}

class Sink {
  private readonly decoder = new TextDecoder();
  private collected = "";
  readonly write = (bytes: Uint8Array | null): void => {
    if (bytes) this.collected += this.decoder.decode(bytes, { stream: true });
  };
  text(): string {
    return this.collected + this.decoder.decode();
  }
}

/** The tools print warnings of the WebAssembly runtime itself, which say nothing about the module. */
function withoutNoise(stderr: string): string {
  return stderr
    .split("\n")
    .filter((line) => !line.includes("yowasp-llvm:"))
    .join("\n");
}

function toTree(files: Files): Tree {
  const root: Tree = {};
  for (const [path, content] of files) {
    const parts = path.split("/");
    const name = parts.pop();
    if (name === undefined) continue;
    let folder = root;
    for (const part of parts) {
      const next = (folder[part] ??= {});
      if (typeof next === "string" || next instanceof Uint8Array)
        throw new Error(`${path}: ${part} is a file`);
      folder = next;
    }
    folder[name] = content;
  }
  return root;
}

function pick(tree: Tree, paths: readonly string[]): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const path of paths) {
    let node: Tree | string | Uint8Array | undefined = tree;
    for (const part of path.split("/")) {
      node = node && typeof node === "object" && !(node instanceof Uint8Array) ? node[part] : undefined;
    }
    if (node instanceof Uint8Array) found.set(path, node);
    else if (typeof node === "string") found.set(path, new TextEncoder().encode(node));
  }
  return found;
}
