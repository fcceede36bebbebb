import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseAst } from "rolldown/parseAst";

const PACK = "dist/kernel.json";

/** The files of src/kernel in one, with their hash: see src/host/kernel-files.ts. */
const packKernel = {
  name: "pack-kernel",
  async writeBundle() {
    rmSync(PACK, { force: true });
    const { readKernelFiles } = await import("./dist/host/kernel-files.js");
    const { contentHash } = await import("./dist/compile/cache.js");
    const files = readKernelFiles();
    writeFileSync(PACK, JSON.stringify({ hash: await contentHash(files), files: [...files] }));
  },
};

/**
 * Binaryen comes as a script that has its WebAssembly in one string of 15 MB, which takes longer to read and decode than all that we do
 * with it. The commands load a copy in which the bytes lie beside the script.
 */
const binaryenApart = {
  name: "binaryen-apart",
  resolveId: (name) => (name === "binaryen" ? { id: "../binaryen.js", external: true } : undefined),
  async writeBundle() {
    writeFileSync("dist/binaryen.wasm", await wasmOfBinaryen());
    const script = readFileSync(fileURLToPath(import.meta.resolve("binaryen")), "utf8");
    const { start, end } = longestCall(script);
    const read = 'readFileSync(new URL("./binaryen.wasm", import.meta.url))';
    writeFileSync(
      "dist/binaryen.js",
      `import { readFileSync } from "node:fs";\n${script.slice(0, start)}${read}${script.slice(end)}`,
    );
  },
};

/** The bytes that Binaryen itself decodes. */
async function wasmOfBinaryen() {
  const { instantiate } = WebAssembly;
  const given = [];
  WebAssembly.instantiate = (bytes, imports) => {
    given.push(bytes);
    return instantiate(bytes, imports);
  };
  await import("binaryen");
  WebAssembly.instantiate = instantiate;
  if (given.length !== 1) throw new Error("binaryen: not one WebAssembly module");
  return given[0];
}

/** The call whose only argument is the string of more than a megabyte. */
function longestCall(script) {
  const found = [];
  const visit = (node) => {
    if (node === null || typeof node !== "object") return;
    const [only] = node.type === "CallExpression" && node.arguments.length === 1 ? node.arguments : [];
    if (/^(TemplateLiteral|Literal)$/.test(only?.type ?? "") && only.end - only.start > 1_000_000)
      found.push(node);
    else Object.values(node).forEach(visit);
  };
  visit(parseAst(script));
  if (found.length !== 1) throw new Error("binaryen: its WebAssembly is not one string");
  return found[0];
}

/** What is put together of what tsc leaves: the script of the pages that `--html` writes, and the commands. */
export default [
  {
    input: "src/page/client.tsx",
    platform: "browser",
    output: { file: "dist/page/client.bundle.js", format: "iife", minify: true },
  },
  {
    // a few files instead of several hundred, which take longer to open than most commands to run
    input: {
      main: "dist/cli/main.js",
      worker: "dist/scan/worker.js",
      "editor-worker": "dist/cli/editor-worker.js",
      "compiler-worker": "dist/host/compiler-worker.js",
    },
    platform: "node",
    // a sweep tells its results apart by the files of ours that made them, so those stay files
    external: [/^(?!binaryen$)[^./]/, /^\.\.\/sweep\//],
    makeAbsoluteExternalsRelative: false,
    output: { dir: "dist/cli", format: "esm", chunkFileNames: "part-[name]-[hash].js" },
    plugins: [packKernel, binaryenApart],
  },
];
