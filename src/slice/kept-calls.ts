import { structTag } from "../source/index.ts";
import { COMPLETION_CALL } from "./completions.ts";
import type { Driver } from "./driver.ts";
import type { SliceFacts } from "./facts.ts";
import type { Role } from "./lifecycle.ts";
import type { KeptFunction } from "./slicer.ts";

/** Who calls whom in what is kept of a driver, and what that comes to. */
export class KeptCalls {
  private readonly driver: Driver;
  private readonly facts: SliceFacts;
  private readonly threads: ReadonlySet<string>;
  private readonly texts = new Map<string, readonly string[]>();
  private readonly named = new Map<string, ReadonlySet<string>>();
  private readonly reached = new Map<string, ReadonlySet<string>>();
  private readonly roles = new Map<string, Role>();
  private readonly orders = new Map<string, Order>();

  constructor(
    driver: Driver,
    facts: SliceFacts,
    threads: ReadonlySet<string>,
    kept: readonly KeptFunction[],
  ) {
    this.driver = driver;
    this.facts = facts;
    this.threads = threads;
    for (const { fn, body } of kept) {
      const texts = body.lines.map(({ text }) => text);
      this.texts.set(fn.name, texts);
      this.named.set(fn.name, new Set(texts.flatMap(namesIn)));
    }
  }

  /** Names that the kept lines of other functions have: who is called, or handed on. */
  mentioned(): Set<string> {
    return new Set([...this.named].flatMap(([fn, names]) => [...names].filter((name) => name !== fn)));
  }

  /** The functions that one calls, and those that they call; itself included, threads not. */
  reach(name: string): ReadonlySet<string> {
    const known = this.reached.get(name);
    if (known) return known;
    const seen = new Set([name]);
    for (const one of seen)
      for (const word of this.named.get(one) ?? [])
        if (this.driver.functions.has(word) && !this.threads.has(word)) seen.add(word);
    this.reached.set(name, seen);
    return seen;
  }

  /** Whether a kept line of a function, or of what it calls, fits. */
  does(name: string, pattern: RegExp): boolean {
    return [...this.reach(name)].some((one) => this.texts.get(one)?.some((text) => pattern.test(text)));
  }

  /** Structs of which a kept line makes an object. */
  makes(): Set<string> {
    const texts = [...this.texts.values()].flat();
    return new Set(texts.flatMap((text) => [...text.matchAll(MAKES)].map(([, tag = ""]) => tag)));
  }

  /** Of functions, those that end a wait and never wait themselves. */
  completers(names: readonly string[]): Set<string> {
    return new Set(names.filter((name) => this.does(name, COMPLETION_CALL) && !this.does(name, SLEEP)));
  }

  /** Functions with a kept line that completes what ends with a name. */
  completing(field: string): Set<string> {
    const completes = new RegExp(`${COMPLETION_CALL.source}[^;]*\\b${field}\\b`);
    return new Set(
      [...this.texts].flatMap(([fn, texts]) => (texts.some((text) => completes.test(text)) ? [fn] : [])),
    );
  }

  /** Variables of the driver's that a function looks for before it does anything. */
  private needed(name: string): Set<string> {
    const fn = this.driver.functions.get(name);
    const texts = this.texts.get(name) ?? [];
    const tests = texts.filter(
      (text, at) => text.startsWith("if (!") && /^return\b/.test(texts[at + 1] ?? ""),
    );
    const locals = fn && this.driver.locals(fn);
    return new Set(
      tests.flatMap(namesIn).filter((word) => !locals?.has(word) && this.driver.hasVariable(word, fn)),
    );
  }

  /** What a pattern with one group finds in the kept lines of a function and of what it calls. */
  private found(name: string, pattern: RegExp): Set<string> {
    const texts = [...this.reach(name)].flatMap((one) => this.texts.get(one) ?? []);
    return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, word = ""]) => word)));
  }

  /** Whether it stops a thread after it created one, in the order in which it and what it calls are written. */
  stopsAfterCreating(name: string): boolean {
    return this.orderIn(name).ends;
  }

  private orderIn(name: string): Order {
    const known = this.orders.get(name);
    if (known) return known;
    const order: Order = { creates: false, stops: false, ends: false, restarts: false };
    this.orders.set(name, order); // who calls itself adds nothing
    for (const text of this.texts.get(name) ?? []) {
      const called = namesIn(text).filter((word) => this.texts.has(word) && !this.threads.has(word));
      const own = { creates: CREATION.test(text), stops: STOP.test(text), ends: false, restarts: false };
      for (const one of [own, ...called.map((word) => this.orderIn(word))]) {
        order.ends ||= one.ends || (order.creates && one.stops);
        order.restarts ||= one.restarts || (order.stops && one.creates);
        order.creates ||= one.creates;
        order.stops ||= one.stops;
      }
    }
    return order;
  }

  /** Whether something of the environment's, such as a message's type, chooses between creating a thread and stopping one. */
  private isCommanded(name: string): boolean {
    return [...this.reach(name)].some((one) => {
      const texts = this.texts.get(one) ?? [];
      return texts.some((text, at) => CHOOSES.test(text) && this.areOpposed(waysFrom(texts, at)));
    });
  }

  private areOpposed(ways: readonly (readonly string[])[]): boolean {
    const roles = ways.map((texts) => ({
      creates: this.haveIn(texts, CREATION),
      stops: this.haveIn(texts, STOP),
    }));
    return (
      roles.some(({ creates, stops }) => creates && !stops) &&
      roles.some(({ creates, stops }) => stops && !creates)
    );
  }

  private haveIn(texts: readonly string[], pattern: RegExp): boolean {
    const called = texts.flatMap(namesIn).filter((word) => this.texts.has(word) && !this.threads.has(word));
    return texts.some((text) => pattern.test(text)) || called.some((word) => this.does(word, pattern));
  }

  role(name: string): Role {
    const known = this.roles.get(name);
    if (known) return known;
    const parameters = this.driver.functions.get(name)?.parameters ?? [];
    const role: Role = {
      creates: this.does(name, CREATION),
      stops: this.does(name, STOP),
      frees: this.does(name, /\bunoops_free_/),
      restarts: this.orderIn(name).restarts,
      makes: this.found(name, MAKES),
      knows: new Set([
        ...this.found(name, /\b(?:struct |unoops_(?:the|last|all)_|unoops_at\()(\w+)/g),
        ...parameters.flatMap(({ type }) => structTag(type) ?? []),
      ]),
      sets: this.found(name, /^\(?(\w+) = (?!NULL|0\b|false)/g),
      needs: this.needed(name),
      isToggle:
        parameters.some(
          (one) =>
            this.facts.tests.has(`${name}:${one.name}`) &&
            (/\bbool\b/.test(one.type) || SWITCHES.test(one.name)),
        ) || this.isCommanded(name),
    };
    this.roles.set(name, role);
    return role;
  }
}

const SLEEP =
  /\b(mutex_lock\w*|down\w*|wait_\w+|msleep\w*|schedule(_timeout\w*)?|kthread_(stop|park)\w*|flush_\w+)\(/;
const MAKES = /\bunoops_new_(\w+)\(/g;
const CREATION = /\bkthread_(run|create)(_worker)?\b/;
const STOP = /\b(kthread_stop|kthread_stop_put|kthread_destroy_worker|force_sig|send_sig)\b/;

/** What a function does with threads, one after the other; `ends`: it stops one after it created one; `restarts`: the other way round. */
interface Order {
  creates: boolean;
  stops: boolean;
  ends: boolean;
  restarts: boolean;
}

/** Names of parameters that switch something on or off. */
const SWITCHES = /^(on|enabled?|active|start|state|status|mode|cmd|action|event|val|value|up)$/;

/** A choice of the environment's. */
const CHOOSES = /^(switch|if) \(+!*\(*unoops_(pick|any|fixed)\(/;

/** The ways that a kept choice goes: the cases of a `switch`, the branches of an `if`. */
function waysFrom(texts: readonly string[], at: number): string[][] {
  const ways: string[][] = [[]];
  let depth = 1;
  for (const text of texts.slice(at + 1)) {
    if (text.startsWith("}")) depth--;
    if (depth === 0 && !text.startsWith("} else")) break;
    const isNext = depth === 0 || (depth === 1 && /^(case\b|default:)/.test(text));
    if (isNext) ways.push([]);
    else ways.at(-1)?.push(text);
    if (text.endsWith("{")) depth++;
  }
  return ways;
}

/** Names in a line of C; what stands in its strings is none. */
function namesIn(text: string): string[] {
  return text.replace(/"[^"]*"/g, '""').match(/\b[A-Za-z_]\w*\b/g) ?? [];
}
