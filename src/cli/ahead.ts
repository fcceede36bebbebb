import type { LinkedProgram } from "../compile/program.ts";
import type { Tool, Toolchain } from "../compile/toolchain.ts";

/** Another toolchain that does what one does, and something beside. */
export type Through = (toolchain: Toolchain) => Toolchain;

/** Tells of each run of a tool of the system's once that has begun: what is done then is done beside it. */
export function tellingOf(onRun: (tool: Tool) => void): Through {
  return (toolchain) => ({
    ...toolchain,
    run: (tool, ...rest) => {
      const running = toolchain.run(tool, ...rest);
      if (toolchain.isSystems) onRun(tool);
      return running;
    },
  });
}

/**
 * A program that is likely to be asked for after a search. The search holds this process, the compiler is another one: it may begin
 * before, and has the processor that would lie idle. It is linked only if it is asked for.
 */
export class Ahead {
  private readonly load: (through: Through) => Promise<LinkedProgram>;
  private readonly asked: Promise<void>;
  private ask: () => void = () => {};
  private loading: Promise<LinkedProgram> | undefined;

  constructor(load: (through: Through) => Promise<LinkedProgram>) {
    this.load = load;
    this.asked = new Promise((resolve) => (this.ask = resolve));
  }

  begin(): void {
    if (this.loading) return;
    this.loading = this.load((toolchain) => ({
      ...toolchain,
      run: async (tool, ...rest) => {
        if (tool === "wasm-ld") await this.asked;
        return toolchain.run(tool, ...rest);
      },
    }));
    this.loading.catch(() => {}); // whoever asks for it is told
  }

  get(): Promise<LinkedProgram> {
    this.ask();
    return (this.loading ??= this.load((toolchain) => toolchain));
  }
}
