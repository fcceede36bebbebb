import type { Machine } from "./machine.ts";

/** A word, or a smaller variable, that has another value than when it was last looked at. */
interface Change {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Tells a trace which of the module's variables change. They are compared, since services write to them as well. */
export class VariableWatch {
  private readonly machine: Machine;
  private readonly words: readonly { name: string; address: number; size: number }[];
  private readonly values: number[];

  constructor(machine: Machine) {
    this.machine = machine;
    this.words = machine.map.moduleData
      .filter(({ constant, name }) => !constant && /^[A-Za-z]\w*(\.\w+)*$/.test(name))
      .flatMap(({ name, address, size }) =>
        size <= WORD
          ? [{ name, address, size }]
          : Array.from({ length: size / WORD }, (_, i) => ({
              name: i === 0 ? name : `${name}+${i * WORD}`,
              address: address + i * WORD,
              size: WORD,
            })),
      );
    this.values = this.words.map(({ address, size }) => this.read(address, size));
  }

  /** What changed since the last call. */
  take(): Change[] {
    // every word at every event: nothing may be allocated for one that is as it was
    const changes: Change[] = [];
    for (let i = 0; i < this.words.length; i++) {
      const { name, address, size } = this.words[i]!;
      const from = this.values[i]!;
      const to = this.read(address, size);
      if (from === to) continue;
      this.values[i] = to;
      changes.push({ name, from, to });
    }
    return changes;
  }

  private read(address: number, size: number): number {
    const { view } = this.machine;
    if (size === 1) return view.getUint8(address);
    return size === 2 ? view.getInt16(address, true) : view.getInt32(address, true);
  }
}

const WORD = 4;
