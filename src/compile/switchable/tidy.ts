import { OPCODE } from "../wasm/instructions.ts";
import type { WasmBody, WasmInstruction, Operand } from "./code.ts";
import { Liveness } from "./liveness.ts";

/** Takes away variables that hold one constant, writes that nobody reads, and ways through a variable that lead straight on. */
export function tidy(body: WasmBody): WasmBody {
  return straighten(straighten(withoutConstants(body)));
}

/** Unoptimized code puts every constant into a variable of its own: each would be saved with every frame. */
function withoutConstants(body: WasmBody): WasmBody {
  const writes = new Map<number, number>();
  const constants = new Map<number, Uint8Array>();
  const written = (local: number): void => void writes.set(local, (writes.get(local) ?? 0) + 1);
  for (const [place, instruction] of body.code.entries()) {
    if (instruction.kind === "tee") written(instruction.local);
    else if (instruction.kind === "site" && instruction.result !== undefined) written(instruction.result);
    else if (instruction.kind === "set") {
      written(instruction.local);
      const value = body.code[place - 1];
      if (value?.kind === "constant") constants.set(instruction.local, value.bytes);
    }
  }
  // what is read before it is written is 0 then
  const unwritten = new Liveness(body).visit(() => undefined);
  const constantOf = (local: number): Uint8Array | undefined =>
    local >= body.params && writes.get(local) === 1 && !unwritten.has(local)
      ? constants.get(local)
      : undefined;
  const operand = (given: Operand): Operand => {
    if (!("local" in given)) return given;
    const constant = constantOf(given.local);
    const type = body.locals[given.local];
    return constant && type !== undefined ? { constant, type } : given;
  };
  const code = body.code.map((instruction): WasmInstruction => {
    switch (instruction.kind) {
      case "get": {
        const bytes = constantOf(instruction.local);
        return bytes ? { kind: "constant", bytes } : instruction;
      }
      case "if":
        return instruction.condition
          ? { ...instruction, condition: operand(instruction.condition) }
          : instruction;
      case "site":
        return {
          ...instruction,
          args: instruction.args.map(operand),
          kept: instruction.kept.map(operand),
        };
      default:
        return instruction;
    }
  });
  return { ...body, code };
}

const DROP: WasmInstruction = { kind: "plain", bytes: new Uint8Array([OPCODE.drop]), ends: false };

function straighten(body: WasmBody): WasmBody {
  const code: (WasmInstruction | undefined)[] = [...body.code];
  new Liveness(body).visit((instruction, place, live) => {
    if (code[place] !== instruction) return;
    const before = body.code[place - 1];
    if (instruction.kind === "get") {
      if (before?.kind !== "set" || before.local !== instruction.local) return;
      code[place] = undefined;
      code[place - 1] = live.has(instruction.local) ? { kind: "tee", local: instruction.local } : undefined;
    } else if (instruction.kind === "tee") {
      if (!live.has(instruction.local)) code[place] = undefined;
    } else if (instruction.kind === "set" && !live.has(instruction.local)) {
      const isPure = before?.kind === "get" || before?.kind === "constant";
      code[place] = isPure ? undefined : DROP;
      if (isPure) code[place - 1] = undefined;
    }
  });
  return { ...body, code: code.filter((instruction) => instruction !== undefined) };
}
