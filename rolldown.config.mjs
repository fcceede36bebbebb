/** The script of the pages that `--html` writes, in one file; tsc makes everything else. */
export default {
  input: "src/page/client.tsx",
  platform: "browser",
  output: { file: "dist/page/client.bundle.js", format: "iife", minify: true },
};
