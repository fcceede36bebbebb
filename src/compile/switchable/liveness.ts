import { localOf, type WasmBody, type WasmInstruction, type Label, type SwitchSite } from "./code.ts";
import { LocalSet } from "./local-set.ts";

/** Called for each instruction, from the last to the first, with the variables that are read after it. */
export type Visitor = (instruction: WasmInstruction, place: number, live: LocalSet) => void;

/** Which variables of a body are read again, at each instruction. */
export class Liveness {
  private readonly body: WasmBody;
  /** What is live where a jump to the label goes. */
  private readonly atLabel = new Map<Label, LocalSet>();
  /** What is live where the second arm of an if begins. */
  private readonly atElse = new Map<Label, LocalSet>();

  constructor(body: WasmBody) {
    this.body = body;
    // where a loop begins is not known before its end has been seen
    while (this.pass(() => undefined));
  }

  /** Calls back for each instruction, from the last to the first. @returns what is live where the function begins */
  visit(visitor: Visitor): LocalSet {
    const live = new LocalSet(this.body.locals.length);
    this.pass(visitor, live);
    return live;
  }

  /** @returns whether a loop's beginning was found to need more than was known */
  private pass(visitor: Visitor, live = new LocalSet(this.body.locals.length)): boolean {
    const { code } = this.body;
    let more = false;
    for (let place = code.length - 1; place >= 0; place--) {
      const instruction = code[place]!;
      visitor(instruction, place, live);
      more = this.before(instruction, live) || more;
    }
    return more;
  }

  /** Turns what is live behind an instruction into what is live before it. */
  private before(instruction: WasmInstruction, live: LocalSet): boolean {
    switch (instruction.kind) {
      case "plain":
        if (instruction.ends) live.clear();
        return false;
      case "constant":
        return false;
      case "get":
        live.add(instruction.local);
        return false;
      case "set":
      case "tee":
        live.delete(instruction.local);
        return false;
      case "site":
        if (instruction.result !== undefined) live.delete(instruction.result);
        for (const local of argumentsOf(instruction)) live.add(local);
        return false;
      case "br":
        live.become(this.label(instruction.label));
        return false;
      case "brIf":
        live.addAll(this.label(instruction.label));
        return false;
      case "brTable":
        live.clear();
        for (const label of instruction.labels) live.addAll(this.label(label));
        return false;
      case "end":
        if (!instruction.label.isLoop) this.label(instruction.label).become(live);
        this.atElse.delete(instruction.label);
        return false;
      case "else":
        this.atElse.set(instruction.label, live.copy());
        live.become(this.label(instruction.label));
        return false;
      case "block":
        return false;
      case "loop":
        return this.label(instruction.label).addAll(live);
      case "if": {
        live.addAll(this.atElse.get(instruction.label) ?? this.label(instruction.label));
        const local = instruction.condition && localOf(instruction.condition);
        if (local !== undefined) live.add(local);
        return false;
      }
    }
  }

  private label(label: Label): LocalSet {
    let live = this.atLabel.get(label);
    if (!live) this.atLabel.set(label, (live = new LocalSet(this.body.locals.length)));
    return live;
  }
}

function argumentsOf({ args }: SwitchSite): number[] {
  return args.flatMap((operand) => localOf(operand) ?? []);
}
