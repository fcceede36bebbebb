/** One file for the editor, which brings `vscode` itself. */
export default {
  input: "src/extension.ts",
  platform: "node",
  external: ["vscode"],
  output: { file: "dist/extension.cjs", format: "cjs", minify: true },
};
