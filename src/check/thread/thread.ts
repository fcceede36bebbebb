import { calleeName, walkExpressions, type CFunction, type Expr } from "../../source/index.ts";
import { HandleFlow } from "./handle-flow.ts";
import { isLocal, sameKey, type Key } from "../code/key.ts";
import { CREATES, EXCHANGES, STOPS, WAKES } from "../../kernel-api/index.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";

/** A call that creates a thread. */
export interface Creation {
  /** The call of kthread_run() or the like. */
  readonly site: CallSite;
  /** Where the thread function is named: the same call, or the call of a wrapper around it. */
  readonly namedAt: CallSite;
  readonly wakes: boolean;
  /** All places the handle may reach; empty when nobody keeps it. */
  readonly keys: readonly Key[];
  /** Whether the function that creates the thread hands it on to its callers. */
  readonly returned: boolean;
}

/** A call that stops the thread whose handle its argument holds. */
export interface Stop {
  readonly site: CallSite;
  readonly key: Key;
  /** kthread_stop_put(): also drops a reference. */
  readonly puts: boolean;
}

/** A thread function with every creation and every stop of threads that run it. */
export interface Thread {
  readonly name: string;
  /** Undefined when none of the files has it. */
  readonly fn: CFunction | undefined;
  readonly creations: readonly Creation[];
  readonly keys: ReadonlySet<Key>;
  readonly stops: readonly Stop[];
  /** Whether anything lets it run: a thread that nobody wakes stays in its creation for ever. */
  readonly wakes: boolean;
}

/** The places of a thread's handle that are there when their function has returned. */
export function lastingKeys({ keys }: Pick<Thread, "keys">): Key[] {
  return [...keys].filter((key) => !isLocal(key));
}

/** The one such place; undefined where there is none, or another. */
export function lastingKey(thread: Pick<Thread, "keys">): Key | undefined {
  const [key, another] = lastingKeys(thread);
  return another === undefined ? key : undefined;
}

/** Finds the threads of a program, in the order of their creation. */
export function findThreads(program: SourceProgram): Thread[] {
  const flow = new HandleFlow(program);
  const byFunction = new Map<string, { name: string; fn: CFunction | undefined; creations: Creation[] }>();
  for (const [callName, create] of CREATES) {
    for (const site of program.callsOf(callName)) {
      for (const { name, namedAt } of functionsAt(program, site, create.functionArg, 0)) {
        const { places, returned } = flow.placesOf(site, namedAt);
        const fn = program.lookup(name, namedAt.fn);
        const id = fn ? `${fn.file.path}:${name}` : name;
        const entry = byFunction.get(id) ?? { name, fn, creations: [] };
        byFunction.set(id, entry);
        entry.creations.push({ site, namedAt, wakes: create.wakes, keys: places, returned });
      }
    }
  }
  const stops = findStops(program);
  return [...byFunction.values()].map(({ name, fn, creations }) => {
    const keys = new Set([
      ...creations.flatMap((creation) => creation.keys),
      ...(fn ? flow.copiesOf(ownPlaces(program, fn)) : []),
    ]);
    const own = stops.filter((stop) => [...keys].some((key) => sameKey(key, stop.key)));
    const wakes = creations.some((creation) => creation.wakes) || isWoken(program, keys);
    return { name, fn, creations, keys, stops: own, wakes };
  });
}

/** Places where the thread itself puts its handle: `x->thread = current`. */
function ownPlaces(program: SourceProgram, fn: CFunction): Key[] {
  const keys: Key[] = [];
  if (!fn.body) return keys;
  walkExpressions(fn.body, (expr) => {
    if (expr.kind !== "assign" || expr.value.kind !== "name" || expr.value.name !== "current") return;
    const key = program.keyOf(expr.target, fn);
    if (key !== undefined) keys.push(key);
  });
  return keys;
}

/** Whether somebody wakes what one of the places holds, or what nobody can tell. */
function isWoken(program: SourceProgram, keys: ReadonlySet<Key>): boolean {
  return [...WAKES].some((name) =>
    program.callsOf(name).some(({ fn, call }) => {
      const [task] = call.args;
      const key = task ? program.keyOf(task, fn) : undefined;
      return key === undefined || [...keys].some((handle) => sameKey(handle, key));
    }),
  );
}

function findStops(program: SourceProgram): Stop[] {
  return [...STOPS].flatMap(([name, { puts }]) =>
    program.callsOf(name).flatMap((site): Stop[] => {
      const [arg] = site.call.args;
      const key = arg ? program.keyOf(unwrapped(arg), site.fn) : undefined;
      return key === undefined ? [] : [{ site, key, puts }];
    }),
  );
}

/** `xchg(&t, NULL)` stops what `t` held. */
function unwrapped(expr: Expr): Expr {
  const [first] = expr.kind === "call" ? expr.args : [];
  const name = calleeName(expr) ?? "";
  return first && (EXCHANGES.has(name) || name === "get_task_struct") ? first : expr;
}

interface NamedFunction {
  readonly name: string;
  readonly namedAt: CallSite;
}

/** Names of the functions an argument may be: itself, what callers pass, what a local or a field was set to. */
function functionsAt(
  program: SourceProgram,
  site: CallSite,
  argIndex: number,
  depth: number,
): NamedFunction[] {
  const arg = site.call.args[argIndex];
  if (!arg || depth > 3) return [];
  return functionsOf(program, site, arg, depth);
}

function functionsOf(program: SourceProgram, site: CallSite, arg: Expr, depth: number): NamedFunction[] {
  switch (arg.kind) {
    case "cast":
      return functionsOf(program, site, arg.operand, depth);
    case "unary":
      return arg.op === "&" || arg.op === "*" ? functionsOf(program, site, arg.operand, depth) : [];
    case "conditional":
      return [arg.yes, arg.no].flatMap((arm) => functionsOf(program, site, arm, depth));
    case "name": {
      if (arg.name === "NULL") return [];
      const parameter = site.fn.parameters.findIndex((candidate) => candidate.name === arg.name);
      if (parameter >= 0) {
        return program
          .callersOf(site.fn)
          .flatMap((caller) => functionsAt(program, caller, parameter, depth + 1));
      }
      if (!site.fn.locals.has(arg.name)) return [{ name: arg.name, namedAt: site }];
      return assigned(program, site, arg, depth);
    }
    case "member":
      return assigned(program, site, arg, depth);
    default:
      return [];
  }
}

function assigned(program: SourceProgram, site: CallSite, place: Expr, depth: number): NamedFunction[] {
  const key = program.keyOf(place, site.fn);
  if (key === undefined || depth > 3) return [];
  return program
    .writesTo(key)
    .flatMap((write) =>
      write.value ? functionsOf(program, { ...site, fn: write.fn }, write.value, depth + 1) : [],
    );
}
