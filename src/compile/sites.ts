import type { RawSite } from "./raw-site.ts";
import type { Site, SourceFrame } from "./program.ts";
import type { Toolchain } from "./toolchain.ts";

interface SymbolizerFrame {
  readonly FunctionName: string;
  readonly FileName: string;
  readonly Line: number;
  readonly Column: number;
}

/** Gives each site of the module its function, file, line and column, inline frames included: one batched call. */
export async function locate(
  raw: readonly RawSite[],
  linked: Uint8Array,
  toolchain: Toolchain,
  userPath: (path: string) => string,
): Promise<Site[]> {
  const offsets = [...new Set(raw.filter((site) => site.inModule).map((site) => site.offset))];
  const framesAt = new Map<number, SourceFrame[]>();
  if (offsets.length > 0) {
    const args = [
      "--obj=module.wasm",
      "--output-style=JSON",
      ...offsets.map((offset) => `0x${offset.toString(16)}`),
    ];
    const run = await toolchain.run("symbolizer", args, new Map([["module.wasm", linked]]), []);
    if (!run.ok) throw new Error(`the symbolizer failed: ${run.stderr}`);
    const answers = parse(run.stdout);
    for (const [i, offset] of offsets.entries()) {
      const frames = (answers[i] ?? []).map((frame) => ({
        function: frame.FunctionName,
        file: userPath(frame.FileName.replace(/^(\.?\/)+/, "")),
        line: frame.Line,
        column: Math.max(1, frame.Column),
      }));
      framesAt.set(offset, frames);
    }
  }
  return raw.map(({ kind, inModule, callee, tail, functionIndex, offset }) => ({
    kind,
    inModule,
    callee,
    tail,
    functionIndex,
    frames: inModule ? (framesAt.get(offset) ?? []) : [],
  }));
}

/** One JSON array, or (LLVM 14) one JSON object a line, each with `Symbol`: frames from the innermost. */
function parse(stdout: string): SymbolizerFrame[][] {
  const text = stdout.trim();
  const answers: unknown = text.startsWith("[")
    ? JSON.parse(text)
    : text.split("\n").map((line): unknown => JSON.parse(line));
  if (!Array.isArray(answers)) throw new Error("the symbolizer did not answer with JSON");
  return answers.map((answer: unknown) => {
    const symbols = typeof answer === "object" && answer && "Symbol" in answer ? answer.Symbol : [];
    return Array.isArray(symbols) ? symbols.filter(isFrame) : [];
  });
}

function isFrame(value: unknown): value is SymbolizerFrame {
  return (
    typeof value === "object" &&
    value !== null &&
    "FunctionName" in value &&
    "Line" in value &&
    "FileName" in value
  );
}
