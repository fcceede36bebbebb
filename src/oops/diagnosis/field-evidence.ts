import type { Crash } from "../crash.ts";
import type { PointerStory } from "../dataflow/follow.ts";
import type { FunctionInfo, Variable } from "../../binary/dwarf/debug-info.ts";
import type { DebugEntry } from "../../binary/dwarf/entry.ts";
import { registerName } from "./register-numbers.ts";
import type { Types } from "../../binary/dwarf/types.ts";
import { certainIf, hex, likely, type Evidence, type FindBinary } from "./diagnosis.ts";

/** An object in the function that faulted, as C calls it, with its layout. */
interface Place {
  readonly path: string;
  readonly object: DebugEntry;
  readonly types: Types;
}

const MOST_CANDIDATES = 4;
/** No struct is larger: an address beyond is no member of NULL. */
const LARGEST = 1n << 16n;

/** Which member of which object was touched. Certain where debug information says what the register held. */
export function fieldEvidence(
  crash: Crash,
  pointer: PointerStory | undefined,
  findBinary: FindBinary,
): Evidence[] {
  const [frame] = crash.frames;
  const binary = frame?.offset === undefined ? undefined : findBinary(crash, frame.module);
  const known = binary?.elf.functions.get(frame?.symbol ?? frame?.function ?? "");
  if (!binary || !known || frame?.offset === undefined) return [];
  const address = known.address + BigInt(frame.offset);
  const info = binary.debug.functionAt(frame.function, address);
  if (!info) return [];
  const found =
    pointer && (byRegister(crash, pointer, info, address) ?? byLoads(crash, pointer, info, address));
  // a register that does not lead to the address that the report names may be another's by now
  if (found !== undefined)
    return [certainIf(pointer?.disagrees !== true, "member-named", `${binary.name} says: ${found}`)];
  const touched = crash.fault?.address;
  if (touched === undefined || touched >= LARGEST) return [];
  const candidates = byOffset(info, Number(touched));
  return candidates.length === 0
    ? []
    : [
        likely(
          `NULL plus ${hex(touched)} is ${candidates.map((path) => `\`${path}\``).join(" or ")}, of the pointers that ${frame.function}() has in ${binary.name}`,
        ),
      ];
}

/** The register that was used as a pointer is a variable's. */
function byRegister(
  crash: Crash,
  pointer: PointerStory,
  info: FunctionInfo,
  address: bigint,
): string | undefined {
  const held = holder(crash, info, pointer.register, address);
  const member = held && memberAt(held.place, pointer.offset - held.plus);
  return (
    member && `${pointer.register} is \`${held.variable.name}\`, a ${held.type} *: this is \`${member.path}\``
  );
}

/** The pointer was loaded from an object that is a variable's, maybe through others in between. */
function byLoads(
  crash: Crash,
  pointer: PointerStory,
  info: FunctionInfo,
  address: bigint,
): string | undefined {
  for (const [index, load] of pointer.loads.entries()) {
    const held = holder(crash, info, load.base, address - BigInt(load.bytesBefore));
    if (!held) continue;
    let place: Place | undefined = held.place;
    let via = "";
    let plus = -held.plus;
    for (const step of pointer.loads.slice(0, index + 1).toReversed()) {
      place = place && next(place, step.offset + plus);
      via = place?.path ?? via;
      plus = step.shift;
    }
    const last = place && memberAt(place, pointer.offset + plus);
    if (last)
      return `${load.base} was \`${held.variable.name}\`, a ${held.type} *, so ${pointer.register} is \`${via}\`: this is \`${last.path}\``;
  }
  return undefined;
}

/** Without a register to go by: the pointers of the function whose objects have a member there. */
function byOffset(info: FunctionInfo, offset: number): string[] {
  const paths = info.variables
    .toSorted((a, b) => Number(b.isParameter) - Number(a.isParameter))
    .flatMap((variable) => {
      const object = info.types.pointee(variable.type);
      const member = object && memberAt({ object, types: info.types, path: variable.name }, BigInt(offset));
      return member ? [member.path] : [];
    });
  return [...new Set(paths)].slice(0, MOST_CANDIDATES);
}

/** The variable that a register holds at an address, when it points to a struct. */
function holder(
  crash: Crash,
  info: FunctionInfo,
  register: string,
  address: bigint,
): { variable: Variable; place: Place; plus: bigint; type: string } | undefined {
  for (const variable of info.variables) {
    const where = variable.at(address);
    if (!where || registerName(crash.arch, where.register) !== register) continue;
    const { types } = info;
    const object = types.pointee(variable.type);
    if (!object) continue;
    const type = types.nameOf(object) ?? "struct without a name";
    return { variable, place: { object, types, path: variable.name }, plus: where.plus, type };
  }
  return undefined;
}

function memberAt({ path, object, types }: Place, offset: bigint): { path: string } | undefined {
  const members = types.membersAt(object, Number(offset)).filter((member) => member.path !== "");
  return members.length === 0
    ? undefined
    : { path: members.map((member) => `${path}->${member.path}`).join("` or `") };
}

/** The object that a member points to. */
function next({ path, object, types }: Place, offset: bigint): Place | undefined {
  for (const member of types.membersAt(object, Number(offset))) {
    const target = types.pointee(member.type);
    if (target) return { object: target, types, path: `${path}->${member.path}` };
  }
  return undefined;
}
