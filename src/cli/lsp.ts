import { createConnection } from "vscode-languageserver/node";
import type { Command } from "commander";
import { KERNEL_VERSIONS, type KernelVersion } from "../core/kernel-version.ts";
import { Server } from "../lsp/server.ts";
import { byConfig, readConfig } from "../scan/config.ts";
import { kernelFor } from "../host/kernel-tree.ts";
import { inWorker } from "./editor-pool.ts";
import { EditorFiles } from "../scan/editor-files.ts";

interface Flags {
  readonly kernel?: string;
  readonly pedantic: boolean;
}

/** Adds `unoops lsp`. */
export function registerLsp(program: Command): void {
  program
    .command("lsp")
    .summary("a language server, for editors")
    .description(
      "Speaks the language server protocol on standard input and output: findings as you type, their rules, patches that are proven, and the verdict of a run over module_init. docs/editors.md has the few lines that each editor needs.",
    )
    .option("--kernel <version>", `${KERNEL_VERSIONS.join(", ")} (default: that of the tree around a file)`)
    .option("--pedantic", "also tell what takes a step for granted", false)
    .option("--stdio", "as it always is; some editors insist on saying so")
    .addHelpText(
      "after",
      "\nExample:\n  unoops lsp --kernel 6.1                        what an editor starts",
    )
    .action(serve);
}

function serve({ kernel, pedantic }: Flags): void {
  const config = readConfig();
  const kernelOf = (path: string): KernelVersion => kernelFor(kernel ?? config.kernel, [path]);
  const files = new EditorFiles();
  const connection = createConnection(process.stdin, process.stdout);
  // oxlint-disable-next-line no-new -- it lives as long as its connection
  new Server(connection, {
    kernelOf,
    told: (findings) => byConfig(findings, config).filter(({ severity }) => pedantic || severity === "error"),
    header: (path, version) => files.header(path, version),
    siblings: (path, names, known, version) => files.siblings(path, names, known, version),
    run: (path, open, signal, line) =>
      inWorker(
        { kind: "run", path, open, kernel: kernelOf(path), ...(line === undefined ? {} : { line }) },
        signal,
      ),
    mend: (path, open, signal) => inWorker({ kind: "mend", path, open, kernel: kernelOf(path) }, signal),
  });
  connection.listen();
}
