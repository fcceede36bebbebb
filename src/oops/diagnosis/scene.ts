import type { Crash, ModuleEntry } from "../crash.ts";
import { certain, certainIf, chain, hex, likely, type Evidence } from "./diagnosis.ts";
import { UNLOAD } from "./knowledge.ts";

/** The module being unloaded when it crashed, marked `(-)` in the module list. */
function unloading(crash: Crash): ModuleEntry | undefined {
  return crash.modules.find((module) => module.state === "unloading");
}

export function lastUnloaded(crash: Crash): ModuleEntry | undefined {
  return crash.modules.find((module) => module.state === "last unloaded");
}

/** What the report says of the circumstances: who did what to which module. */
export function sceneEvidence(crash: Crash): Evidence[] {
  const leaving = unloading(crash);
  const gone = lastUnloaded(crash);
  const unload = chain(crash).find((name) => UNLOAD.test(name));
  return [
    ...(leaving
      ? [certain("module-leaves", `module ${leaving.name} was being unloaded: the module list marks it (-)`)]
      : []),
    ...(gone ? [certain("module-left", `module ${gone.name} is the last one that was unloaded`)] : []),
    ...(unload === undefined
      ? []
      : [
          certain(
            "in-delete-module",
            `the process ${who(crash)}was in ${unload}(), the system call that unloads a module`,
          ),
        ]),
    ...(crash.syscall?.name === undefined
      ? []
      : [
          certainIf(
            crash.syscall.isCurrent !== true,
            "system-call",
            `${crash.syscall.from} is ${hex(crash.syscall.number)}: the system call is ${crash.syscall.name}`,
          ),
        ]),
    ...impossible(crash),
    ...spelledNames(crash),
  ];
}

/** A process that cannot be: what was read as its task_struct is not one any more. */
function impossible({ process: { pid, comm } }: Crash): Evidence[] {
  const odd = [
    ...(pid !== undefined && pid < 0 ? [`the pid ${pid}`] : []),
    ...(comm?.trim() === "" ? ["a process without a name"] : []),
  ];
  if (odd.length === 0) return [];
  return [
    likely(`${odd.join(" and ")} cannot be: the task_struct, or the stack that leads to it, was overwritten`),
  ];
}

function who({ process }: Crash): string {
  return process.comm === undefined
    ? ""
    : `${process.comm}${process.pid === undefined ? "" : `[${process.pid}]`} `;
}

const LETTERS = /[\w.-]{3,55}/g;

/** Names of modules, and of the process, that the words of the stack spell in ASCII. */
function spelledNames(crash: Crash): Evidence[] {
  const first = crash.stack[0];
  if (!first) return [];
  const bytes = crash.stack.flatMap(({ value }) => littleEndian(value, crash.arch === "arm" ? 4 : 8));
  const text = bytes.map((byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "\0")).join("");
  // the longest first: `demo` begins `demo_core` too
  const names = [...new Set(crash.modules.map((module) => module.name))].toSorted(
    (a, b) => b.length - a.length,
  );
  const seen = new Set<string>();
  const isUnload = crash.syscall?.name === "delete_module" || chain(crash).some((name) => UNLOAD.test(name));
  const spelled = [...text.matchAll(LETTERS)].flatMap(({ 0: word, index }) => {
    // delete_module()'s copy of the name may be followed by what the words held before.
    const name = names.find((each) => word === each || (word.startsWith(each) && each.length > 3));
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    return [{ name, spells: `the stack at ${hex(first.address + BigInt(index))} spells "${name}"` }];
  });
  // modprobe -r unloads one after another: the name of the one before may still lie there
  const leaving = unloading(crash)?.name ?? (spelled.length === 1 ? spelled[0]?.name : undefined);
  return spelled.map(({ name, spells }) =>
    isUnload && name === leaving
      ? certain("name-of-delete-module", `${spells}: the name that delete_module() was given`)
      : certain("name-on-stack", spells),
  );
}

function littleEndian(value: bigint, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, at) => Number((value >> BigInt(at * 8)) & 0xffn));
}
