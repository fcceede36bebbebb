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
    external: [/^(?!commander$|diff$)[^./]/, /^\.\.\/sweep\//],
    makeAbsoluteExternalsRelative: false,
    output: { dir: "dist/cli", format: "esm", chunkFileNames: "part-[name]-[hash].js" },
  },
];
