import type { Node } from "./flow-graph.ts";

/** What a value on the operand stack is made of, and, if it is known, its place in the stack frame or its constant. */
export interface StackValue {
  readonly nodes: readonly Node[];
  readonly frame?: number;
  readonly constant?: number;
}

export const NOTHING: StackValue = { nodes: [] };

/** WebAssembly's stack of operands in one function, and where in it each open block began. */
export class OperandStack {
  private readonly values: StackValue[] = [];
  /** Height of the stack at the beginning of each open block, and how many values the block leaves. */
  private readonly blocks: { readonly height: number; readonly results: number }[] = [];

  /** Open blocks; the function's body is the first. */
  get depth(): number {
    return this.blocks.length;
  }

  push(value: StackValue): void {
    this.values.push(value);
  }

  /** Behind a jump the stack may hold less than is taken from it: nobody comes there. */
  pop(): StackValue {
    return this.values.length > this.base ? (this.values.pop() ?? NOTHING) : NOTHING;
  }

  /** All that the innermost block has on the stack, the top first. */
  popBlock(): StackValue[] {
    return this.values.splice(this.base).toReversed();
  }

  open(results: number): void {
    this.blocks.push({ height: this.values.length, results });
  }

  /** Ends the innermost block; its results stay, by what they are made of alone. */
  close(): void {
    const block = this.blocks.at(-1);
    if (!block) return;
    const results = Array.from({ length: block.results }, () => this.pop());
    this.values.length = Math.min(this.values.length, block.height);
    this.blocks.pop();
    for (const { nodes } of results) this.push({ nodes });
  }

  private get base(): number {
    return this.blocks.at(-1)?.height ?? 0;
  }
}
