import { ValueFlowGraph, SINK, type Flow } from "./flow-graph.ts";
import { FlowWalker, resultOf, type SlotLoad } from "./flow-walker.ts";
import { POINTS } from "./hooks.ts";
import type { RawSite } from "./raw-site.ts";
import { allFunctionTypes, rewriteBodies } from "./wasm/functions.ts";
import { OPCODE } from "./wasm/instructions.ts";
import { Reader } from "./wasm/reader.ts";
import { bodyOf, readSections, SECTION, writeSections, type WasmSection } from "./wasm/sections.ts";

/**
 * Follows every loaded value through the module's own functions, and puts a mask behind each load of a local variable whose value decides
 * nothing: those are not memory that the machine sees.
 * @param wasm the instrumented program, before it is made switchable: every memory hook has its site as last argument
 * @param own indices of the module's functions: from (inclusive), to (exclusive)
 * @param names function names by index
 * @param addressTaken functions whose address is taken: the kernel calls them and uses what they return
 */
export function analyseFlow(
  wasm: Uint8Array,
  sites: readonly RawSite[],
  own: readonly [number, number],
  names: ReadonlyMap<number, string>,
  addressTaken: ReadonlySet<number>,
): { flow: Flow; wasm: Uint8Array } {
  const sections = readSections(wasm);
  const { types, imported } = allFunctionTypes(sections);
  const graph = new ValueFlowGraph();
  const slotLoads: SlotLoad[] = [];
  const code = new Reader(bodyOf(sections, SECTION.code));
  const count = code.u32();
  for (let i = 0; i < count; i++) {
    const index = imported + i;
    const end = code.u32() + code.at;
    if (index >= own[0] && index < own[1])
      new FlowWalker(code, end, index, { types, own, names, sites, graph, slotLoads }).walk();
    code.at = end;
  }
  for (const index of addressTaken) graph.edge([resultOf(index)], SINK);
  const idle = slotLoads.filter(({ node, opcode }) => opcode in MASKS && graph.isIdle(node));
  return { flow: graph.solve(), wasm: mask(sections, idle, names) };
}

/** Integer loads, and the hook through which an idle variable's value goes: it is 0 while the explorer runs. */
const MASKS: Record<number, string> = {
  0x28: POINTS.idle32, // i32.load
  0x29: POINTS.idle64, // i64.load
  0x2c: POINTS.idle32, // i32.load8_s ... i32.load16_u
  0x2d: POINTS.idle32,
  0x2e: POINTS.idle32,
  0x2f: POINTS.idle32,
};

/** Puts a call of the mask behind each of these loads. */
function mask(
  sections: readonly WasmSection[],
  loads: readonly SlotLoad[],
  names: ReadonlyMap<number, string>,
): Uint8Array {
  const indexOf = new Map([...names].map(([index, name]) => [name, index]));
  const code = bodyOf(sections, SECTION.code);
  const pending = loads.toSorted((a, b) => a.end - b.end);
  const masked = rewriteBodies(code, (reader, end, _number, body) => {
    let copied = reader.at;
    for (let load = pending[0]; load && load.end <= end; load = pending[0]) {
      pending.shift();
      body.copy(code, copied, load.end);
      copied = load.end;
      body.byte(OPCODE.i32const); // the site, which nobody asks for
      body.s32(0);
      body.byte(OPCODE.call);
      body.u32(indexOf.get(MASKS[load.opcode] ?? "") ?? 0);
    }
    body.copy(code, copied, end);
  });
  return writeSections(
    sections.map((section) => (section.id === SECTION.code ? { id: section.id, body: masked } : section)),
  );
}
