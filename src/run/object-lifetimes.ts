import type { LinkedProgram } from "../compile/program.ts";
import type { LifeEvent, ObjectLife } from "../core/timeline.ts";
import type { TraceEvent } from "../machine/trace.ts";
import type { Trap } from "../machine/trap.ts";
import type { Turn } from "./outermost.ts";

interface Life {
  readonly kind: string;
  name: string | undefined;
  /** What the services keep for themselves is not shown, unless it is what was touched. */
  readonly hidden: boolean;
  readonly events: { step: number; what: LifeEvent; usage?: number }[];
}

/** More columns than this nobody reads. */
const MOST = 6;

/** Calls of the module that give it an object. */
const GIVES = /alloc|dup|asprintf|create/;

/** Gathers the lives of objects, and of what was armed or queued, along a trace. */
export class ObjectLifetimes {
  private readonly program: LinkedProgram;
  private readonly all: Life[] = [];
  private readonly module: Life = {
    kind: "module",
    name: undefined,
    hidden: true,
    events: [{ step: 1, what: "born" }],
  };
  /** Living and dead, by address; the last one of each. */
  private readonly byAddress = new Map<number, Life>();
  private readonly byProcess = new Map<number, Life>();

  constructor(program: LinkedProgram) {
    this.program = program;
    this.all.push(this.module);
  }

  /**
   * @param step number of the step that the event belongs to
   * @param turn whether it begins or ends what the kernel called
   */
  take(event: TraceEvent, step: number, turn: Turn | undefined): void {
    this.call(event, step, turn);
    switch (event.type) {
      case "alloc":
        this.byAddress.set(event.object, this.begin(event.kind, step, !this.isTheModules(event)));
        return;
      case "free":
        return note(this.byAddress.get(event.object), step, "freed");
      case "spawn":
        this.spawn(event, step);
        return;
      case "cancel":
        return note(this.byProcess.get(event.child), step, "freed");
      case "unload":
        return note(this.module, step, "freed");
      case "note":
        return note(
          this.byAddress.get(event.object),
          step,
          "used",
          event.event === "task-usage" ? event.value : undefined,
        );
      default:
    }
  }

  /** What a variable points to. */
  nameOf(address: number, variable: string): string | undefined {
    const life = this.byAddress.get(address);
    if (!life) return undefined;
    return life.name === undefined || life.name === variable ? life.kind : `${life.kind} of ${life.name}`;
  }

  /** Whose it is, or the first variable that points to it. */
  named(address: number, name: string): void {
    const life = this.byAddress.get(address);
    if (life) life.name ??= name;
  }

  /** Those that say something, the one that was touched first. */
  of(trap: Trap, lastStep: number): ObjectLife[] {
    const touched = /^unloaded-|^left-behind$/.test(trap.kind)
      ? this.module
      : this.byAddress.get(trap.objectStart ?? -1);
    note(touched, lastStep, "fatal");
    return this.all
      .filter((life) => life === touched || !(life.hidden || isOver(life)))
      .toSorted((a, b) => Number(b === touched) - Number(a === touched))
      .slice(0, MOST)
      .map(({ kind, name, events }) => ({ kind, ...(name === undefined ? {} : { name }), events }));
  }

  private begin(kind: string, step: number, hidden: boolean): Life {
    const life: Life = { kind, name: undefined, hidden, events: [{ step, what: "born" }] };
    this.all.push(life);
    return life;
  }

  /** What the kernel calls later is born when it is armed or queued. */
  private spawn({ task, child, name }: Extract<TraceEvent, { type: "spawn" }>, step: number): void {
    this.byProcess.delete(child);
    if (task === 0) this.byProcess.set(child, this.begin(name, step, false));
    else this.named(task, name);
  }

  /** A callback is used when its function begins, and over when that ends; one of the kernel's own, when it does anything. */
  private call(event: TraceEvent, step: number, turn: Turn | undefined): void {
    const life = this.byProcess.get(event.process);
    if (turn) note(life, step, turn === "begins" ? "used" : "freed");
    else if (life?.kind === "rcu" && event.type === "free") note(life, step, "freed");
  }

  private isTheModules({ kind, moduleSite }: Extract<TraceEvent, { type: "alloc" }>): boolean {
    if (kind === "task_struct") return true;
    return kind !== "cred" && kind !== "kthread" && GIVES.test(this.program.sites[moduleSite]?.callee ?? "");
  }
}

/** It came and went between two steps that are shown. */
function isOver({ events: [first] }: Life): boolean {
  return first?.what === "freed";
}

/** One mark a step: what happened last counts most, and the last count. */
function note(life: Life | undefined, step: number, what: LifeEvent, usage?: number): void {
  if (!life) return;
  const last = life.events.at(-1);
  const count = usage === undefined ? {} : { usage };
  if (last?.step !== step) life.events.push({ step, what, ...count });
  else life.events[life.events.length - 1] = { ...last, what: what === "used" ? last.what : what, ...count };
}
