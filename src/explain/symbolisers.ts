import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { RunOptions } from "@yowasp/clang";

/** One place in the source; the innermost of several inlined ones comes first. */
export interface SourceFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/**
 * Source places of addresses in an ELF file with debug information, one list an address. The system's llvm-symbolizer
 * or addr2line is six times as fast as the embedded one, which is used when neither is there.
 */
export async function sourcePlaces(path: string, addresses: readonly string[]): Promise<SourceFrame[][]> {
  return (
    llvmSymbolizer(path, addresses) ??
    addr2line(path, addresses) ??
    (await embeddedSymbolizer(path, addresses))
  );
}

const MOST_OUTPUT = 1 << 26;

function llvmSymbolizer(path: string, addresses: readonly string[]): SourceFrame[][] | undefined {
  const { status, stdout } = spawnSync("llvm-symbolizer", symbolizerArguments(path, addresses), {
    encoding: "utf8",
    maxBuffer: MOST_OUTPUT,
  });
  if (status !== 0) return undefined;
  return readLines(stdout);
}

function symbolizerArguments(path: string, addresses: readonly string[]): string[] {
  return [`--obj=${path}`, "--output-style=JSON", "--inlines", "--functions=short", ...addresses];
}

function readLines(stdout: string): SourceFrame[][] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{") || line.startsWith("["))
    .flatMap((line) => readAnswers(JSON.parse(line)));
}

/** LLVM as WebAssembly; needs about four times the file's size in memory. */
async function embeddedSymbolizer(path: string, addresses: readonly string[]): Promise<SourceFrame[][]> {
  const { runLLVM } = await import("@yowasp/clang");
  // Called without arguments it only loads, which it would otherwise announce on standard output.
  await runLLVM(undefined, {}, { fetchProgress: () => {} });
  const decoder = new TextDecoder();
  let stdout = "";
  const options: RunOptions = {
    stdout: (bytes) => {
      if (bytes) stdout += decoder.decode(bytes, { stream: true });
    },
    stderr: () => {},
  };
  const file = "binary.elf";
  await runLLVM(
    ["symbolizer", ...symbolizerArguments(file, addresses)],
    { [file]: readFileSync(path) },
    options,
  );
  return readLines(stdout);
}

/** llvm-symbolizer prints an object an address, or one array of them, by its version. */
function readAnswers(answer: unknown): SourceFrame[][] {
  if (Array.isArray(answer)) return answer.flatMap(readAnswers);
  const symbols = typeof answer === "object" && answer && "Symbol" in answer ? answer.Symbol : undefined;
  return [Array.isArray(symbols) ? symbols.flatMap(readSymbol) : []];
}

function readSymbol(symbol: unknown): SourceFrame[] {
  if (
    typeof symbol !== "object" ||
    !symbol ||
    !("FunctionName" in symbol && "FileName" in symbol && "Line" in symbol)
  )
    return [];
  return [
    { function: String(symbol.FunctionName), file: String(symbol.FileName), line: Number(symbol.Line) },
  ];
}

const PLACE = /^(.+):(\d+|\?)(?: \(discriminator \d+\))?$/;

function addr2line(path: string, addresses: readonly string[]): SourceFrame[][] | undefined {
  const { status, stdout } = spawnSync("addr2line", ["-e", path, "-a", "-f", "-i", ...addresses], {
    encoding: "utf8",
    maxBuffer: MOST_OUTPUT,
  });
  if (status !== 0) return undefined;
  const answers: SourceFrame[][] = [];
  const lines = stdout.split("\n");
  for (let at = 0; at < lines.length;) {
    if (/^0x[0-9a-f]+$/.test(lines[at] ?? "")) {
      answers.push([]);
      at++;
      continue;
    }
    const place = PLACE.exec(lines[at + 1] ?? "");
    if (place?.[1])
      answers.at(-1)?.push({ function: lines[at] ?? "", file: place[1], line: Number(place[2]) || 0 });
    at += 2;
  }
  return answers;
}
