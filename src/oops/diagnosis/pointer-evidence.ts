import type { PointerStory } from "../dataflow/follow.ts";
import { certain, certainIf, hex, likely, type Evidence } from "./diagnosis.ts";
import { MEMBERS } from "./knowledge.ts";

/** What the code bytes and registers say about the pointer, and what the kernel's own source adds to it. */
export function pointerEvidence(pointer: PointerStory | undefined, callers: readonly string[]): Evidence[] {
  if (!pointer) return [];
  const touched = certainIf(!pointer.disagrees, "accessed-through", touch(pointer));
  return [touched, ...pointer.loads.flatMap(origin), ...member(pointer, callers)];
}

/** container_of() of NULL is a small negative number too. */
function inWords(value: bigint, { kind, words }: PointerStory["meaning"]): string {
  if (kind !== "err-ptr") return words;
  const below = (value < 1n << 32n ? 1n << 32n : 1n << 64n) - value;
  return below % 4n === 0n ? `${words}, or NULL minus ${hex(below)}` : words;
}

function touch({ text, register, value, access, offset, meaning, fromCaller }: PointerStory): string {
  const words = meaning.kind === "kernel" || meaning.kind === "null" ? "" : ` (${inWords(value, meaning)})`;
  const at =
    offset === 0n
      ? ""
      : `, ${hex(offset < 0n ? -offset : offset)} bytes ${offset < 0n ? "below" : "beyond"} it`;
  const caller = fromCaller ? "; the bytes before it do not change that register" : "";
  return `\`${text}\` ${access === "read" ? "reads" : "writes"} through ${register} = ${value === 0n ? "0" : hex(value)}${words}${at}${caller}`;
}

function origin({ register, offset, object, text, cleared }: PointerStory["loads"][number]): Evidence[] {
  const where =
    object.address === undefined ? "an object" : `the object at ${object.register} = ${hex(object.address)}`;
  const loaded = certain(
    "loaded-from",
    `${register} was loaded from offset ${hex(offset)} of ${where} (\`${text}\`)`,
  );
  if (!cleared) return [loaded];
  return [
    loaded,
    certain(
      "member-cleared",
      `the member at offset ${hex(offset)} is then cleared (\`${cleared.text}\`): the function takes the pointer out, once`,
    ),
  ];
}

/** Names the member, where the function's source tells which one it must be. */
function member(pointer: PointerStory, callers: readonly string[]): Evidence[] {
  const load = pointer.loads[0];
  const [inner = "", outer = ""] = callers;
  const known = MEMBERS.find(
    (entry) => entry.function === inner && (entry.caller === undefined || entry.caller === outer),
  );
  if (!known) return [];
  const place = load ? `offset ${hex(load.offset)} of ${known.object}` : known.object;
  if (known.teardown !== undefined && pointer.meaning.kind === "null" && load?.cleared)
    return [
      likely(
        `${inner}() gets ${known.object}: ${place} is its ${known.member}, already cleared by an earlier ${known.teardown}`,
      ),
    ];
  return [
    likely(`${inner}() gets ${known.object}: ${load ? `${place} is` : "the pointer is"} its ${known.member}`),
  ];
}
