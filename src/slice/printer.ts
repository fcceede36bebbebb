import { ENDS_ALL_WORK, STOPPERS, STOPS } from "../kernel-api/index.ts";
import { calleeName, structTag, withoutCasts, type Expr } from "../source/index.ts";
import { isTest } from "./conditions.ts";
import type { Call } from "./calls.ts";
import { AWAITS, isCompletedElsewhere } from "./completions.ts";
import { ECHO, echoOf } from "./echoes.ts";
import { LEAVES_LIST, nothing, type PlaceKey } from "./driver.ts";
import { MapCalls } from "./map-calls.ts";
import { giversOf, startsOf } from "./stores.ts";
import { threadMapCall } from "./thread-maps.ts";
import {
  ALLOCATES,
  ALLOCATES_FOR_DEVICE,
  ALLOCATES_MANY,
  classOf,
  CREATES,
  CREATES_WORKER,
  ENDS,
  FREES,
  GIVES_BACK,
  isHandle,
  LEFT_THERE,
  MAKES_WITH_ROOM,
  PASSES,
  pointsTo,
  QUEUES,
  takesThread,
  USERS_TASK,
} from "./words.ts";

/**
 * Writes expressions of one function as the slice has them: what matters as the driver has it, what the environment decides as a
 * choice.
 */
export class Printer extends MapCalls {
  /** An expression whose value the slice knows; undefined when the environment decides it. */
  operand(expr: Expr): string | undefined {
    if (this.isRefused) return undefined;
    switch (expr.kind) {
      case "number":
        return this.fn.file.text.slice(expr.start, expr.end);
      case "string":
        return '""';
      case "name":
        return expr.name === "current" ? "current" : (this.constant(expr.name) ?? this.readable(expr));
      case "member":
      case "index":
        return this.readable(expr);
      case "unary": {
        if (expr.op === "&" || expr.op === "*") return this.readable(expr);
        if (expr.op === "sizeof") return undefined;
        if (expr.op === "++" || expr.op === "--") return this.counting(expr);
        const operand = this.operand(expr.operand);
        return operand === undefined ? undefined : `(${expr.op}${operand})`;
      }
      case "binary": {
        const left = this.operand(expr.left);
        const right = left === undefined ? undefined : this.operand(expr.right);
        if (left === undefined || right === undefined) return undefined;
        return `(${left} ${expr.op} ${right})`;
      }
      case "cast":
        return this.operand(expr.operand);
      case "conditional": {
        const yes = this.operand(expr.yes);
        const no = this.operand(expr.no);
        if (yes === undefined || no === undefined) return undefined;
        return `(${this.condition(expr.test, "once")} ? ${yes} : ${no})`;
      }
      case "assign":
        return this.assignment(expr);
      case "call":
        return this.smaller(expr) ?? this.givenBack(expr) ?? this.doneInAssertion(expr) ?? this.call(expr);
      default:
        return undefined;
    }
  }

  /** Of `min(a, b)` and its kin the one that the slice knows: the other is taken to be no limit. */
  private smaller(expr: Call): string | undefined {
    const match = /^(min|max)(_t|3)?$/.exec(calleeName(expr) ?? "");
    if (!match) return undefined;
    const args = expr.args.slice(match[2] === "_t" ? 1 : 0);
    return args.map((arg) => this.operand(arg)).find((text) => text !== undefined);
  }

  private givenBack(expr: Call): string | undefined {
    const index = GIVES_BACK.get(calleeName(expr) ?? "");
    const arg = index === undefined ? undefined : expr.args[index];
    return arg && this.operand(arg);
  }

  private counting({ op, operand, postfix }: Extract<Expr, { kind: "unary" }>): string | undefined {
    const key = this.driver.keyOf(operand, this.fn);
    if (key === undefined || !this.isTracked(key, operand)) return undefined;
    const place = this.path(operand);
    if (place === undefined) return undefined;
    return postfix ? `${place}${op}` : `${op}${place}`;
  }

  /** `place = value`; undefined when the place cannot be declared, or holds what nobody asks for. */
  assignment({ target, value, op }: Extract<Expr, { kind: "assign" }>): string | undefined {
    const key = this.driver.keyOf(target, this.fn);
    if (key === undefined) return undefined;
    const place = this.path(target);
    if (place === undefined) return undefined;
    if (op !== "=") {
      const operand = this.operand(value);
      return operand === undefined ? undefined : `${place} ${op} ${operand}`;
    }
    return `(${place} = ${this.value(value, key, target)})`;
  }

  /** What a place is given: as written where that is known, else any value that the driver can tell apart. */
  value(expr: Expr, key: PlaceKey, target: Expr | undefined): string {
    const from = this.driver.keyOf(expr, this.fn);
    this.flowsInto(key, expr);
    if (from !== undefined && echoOf(this.driver, this.writes, key) === from) return ECHO;
    const name = calleeName(expr);
    const tag = target ? this.pointedTo(target) : structTag(this.fn.returnType);
    const isTable = target !== undefined && this.driver.isTable(target, this.fn, tag);
    const allocates = name !== undefined && ALLOCATES.test(name);
    const made = allocates ? (sizedTag(expr) ?? (isTable ? undefined : tag)) : undefined;
    if (made !== undefined && !this.driver.isKnownStruct(made)) {
      this.facts.grow(this.facts.allocated, made);
      this.facts.grow(this.facts.tags, made);
      return `unoops_new_${made}()`;
    }
    if (name !== undefined && ALLOCATES_FOR_DEVICE.test(name) && tag !== undefined)
      this.facts.grow(this.facts.madeForDevice, tag);
    if (expr.kind === "assign") return this.assignment(expr) ?? this.value(expr.value, key, target);
    if (name !== undefined && CREATES.test(name))
      this.facts.inferred.set(
        key,
        `struct ${CREATES_WORKER.test(name) ? "kthread_worker" : "task_struct"} *`,
      );
    const isPointer = target !== undefined && this.driver.isPointer(target, this.fn);
    if (isTest(expr) || (!isPointer && this.isTraitAnswer(expr, key))) return this.condition(expr, "once");
    const received = this.received(expr);
    if (received !== undefined) return received;
    const text = this.operand(expr);
    if (text === undefined) {
      const place = isTable ? this.path(target) : undefined;
      const room = place === undefined ? undefined : `unoops_room(${place}, ${this.facts.elements(key)})`;
      const any = this.anyValue(expr, key, tag, this.driver.isPointer(target, this.fn), room);
      const isMany = name !== undefined && ALLOCATES_MANY.test(name) && !isTable;
      if (isMany && tag !== undefined && this.theObject(tag) !== undefined) return emptied(tag, any);
      const within = this.madeWithin(expr, tag);
      return within === undefined ? any : `unoops_with(${any}, unoops_new_${within}())`;
    }
    return this.isSetElsewhere(expr, tag) ? `unoops_maybe(${tag}, ${text}, ${this.why(expr)})` : text;
  }

  /**
   * `err = create(dev, &thing);`: what a variable points to that something which is not there fills in: an object, or nothing where
   * the driver looks for that. It does so from the beginning.
   */
  filledIn(variable: Expr, key: PlaceKey, init: Expr | undefined): string | undefined {
    const isEmpty = init === undefined || (init.kind === "name" && init.name === "NULL");
    const tag = this.driver.tagOf(variable, this.fn);
    if (!isEmpty || this.writes.get(key)?.leaks !== true || this.driver.isTable(variable, this.fn, tag))
      return undefined;
    const object = this.driver.isPointer(variable, this.fn) ? this.theObject(tag) : undefined;
    if (object === undefined || !this.facts.valuesOf(key).has("NULL")) return object;
    return `(void *)unoops_value(${this.why(variable)}, (long)${object}, 0)`;
  }

  /** An element of a table of the driver's; undefined of objects that the driver makes. */
  elementOf(tag: string | undefined): string | undefined {
    return tag === undefined || this.facts.allocated.has(tag) ? undefined : this.theObject(tag);
  }

  /** What tells a place's values apart tells apart those of all that it gets its value from. */
  private flowsInto(key: PlaceKey, value: Expr): void {
    const mapped = threadMapCall(this.driver, value, this.fn);
    if (mapped) this.facts.flow(mapped.map, key);
    for (const giver of giversOf(value)) {
      const from = this.driver.keyOf(giver, this.fn);
      if (from !== undefined && from !== key) this.facts.flow(from, key);
    }
  }

  /** `(struct message *)buffer`, of bytes that something which is not there fills in. */
  private received(expr: Expr): string | undefined {
    const bytes = expr.kind === "cast" ? expr.operand : undefined;
    const tag = bytes && this.driver.tagOf(expr, this.fn);
    if (!bytes || tag === undefined || this.driver.isKnownStruct(tag)) return undefined;
    const key = this.driver.keyOf(bytes, this.fn);
    if (key === undefined || this.driver.tagOf(bytes, this.fn) !== undefined) return undefined;
    if (this.writes.get(key)?.leaks !== true || !this.driver.isBytes(bytes, this.fn)) return undefined;
    this.facts.grow(this.facts.tags, tag);
    this.facts.grow(this.facts.received, tag);
    return `unoops_received_${tag}()`;
  }

  /** The struct of the driver's own for which an object of the kernel's is made with room: `alloc_netdev(sizeof(*priv), ...)`. */
  private madeWithin(expr: Expr, holder: string | undefined): string | undefined {
    if (expr.kind !== "call" || holder === undefined || !MAKES_WITH_ROOM.test(calleeName(expr) ?? ""))
      return undefined;
    const own = sizedTag(expr) ?? this.pointedSize(expr);
    if (own === undefined || own === holder || this.driver.isKnownStruct(own) || !this.facts.leadsOn(own))
      return undefined;
    this.facts.grow(this.facts.allocated, own);
    this.facts.grow(this.facts.tags, own);
    return own;
  }

  /** `sizeof(*priv)` */
  private pointedSize({ args }: Call): string | undefined {
    const names = args.map((size) =>
      size.kind === "opaque" ? /^sizeof\(\s*\*\s*(\w+)\s*\)$/.exec(size.text)?.[1] : undefined,
    );
    const name = names.find((one) => one !== undefined);
    return name === undefined ? undefined : structTag(this.driver.locals(this.fn).get(name)?.type ?? "");
  }

  /** An outline does not have what only sets a pointer: where it is NULL there, it may be set. */
  private isSetElsewhere(expr: Expr, tag: string | undefined): boolean {
    const isPlace =
      expr.kind === "member" || (expr.kind === "name" && this.driver.globalOf(expr.name, this.fn));
    if (!this.facts.isOutline || !isPlace || tag === undefined || this.driver.isKnownStruct(tag))
      return false;
    this.facts.grow(this.facts.tags, tag);
    return true;
  }

  /** Any value that the driver can tell apart of those that a place may have; of a pointer, an object, NULL and an ERR_PTR. `room` is where a table lies that the environment gives. */
  private anyValue(
    expr: Expr,
    key: PlaceKey,
    tag: string | undefined,
    isPointer: boolean,
    room?: string,
  ): string {
    const tests = this.facts.valuesOf(key);
    // a thread from elsewhere is none that the slice can follow
    const users = USERS_TASK.get(calleeName(expr) ?? "");
    if (users !== undefined && tag === "task_struct")
      return tests.has("NULL")
        ? `(struct task_struct *)unoops_value(${this.why(expr)}, (long)${users}, 0)`
        : users;
    if (isHandle(tag)) this.lose(expr);
    if (tag !== undefined && LEFT_THERE.test(calleeName(expr) ?? "") && this.theObject(tag) !== undefined)
      return this.facts.allocated.has(tag) ? `unoops_last_${tag}` : `unoops_the_${tag}()`;
    const something = isPointer && !isHandle(tag) ? "unoops_something" : "0";
    const values = [room ?? this.theObject(tag) ?? something];
    for (const test of tests) {
      if (test === "ERR") values.push("(-5)");
      else if (test === "NULL")
        values.push(isPointer ? "0" : key.includes(":") || key.endsWith("()") ? "(-5)" : "1");
      else values.push(test);
    }
    const distinct = [...new Set(values)].filter(
      (value) => !isPointer || value === room || ADDRESSES.test(value),
    );
    const isThere = distinct.length === 2 && distinct[1] === "0" ? this.isThereFor(expr) : undefined;
    if (isThere !== undefined) return `(${isThere} ? ${distinct[0]} : 0)`;
    if (distinct.length === 1)
      return distinct[0] === "unoops_something" ? "(void *)unoops_something" : (distinct[0] ?? "0");
    return `unoops_value(${this.why(expr)}, ${distinct.map((value) => `(long)${value}`).join(", ")})`;
  }

  /** A call that is kept; undefined when what it acts on cannot be written. */
  call(expr: Call): string | undefined {
    const name = calleeName(expr);
    if (name === undefined) return undefined;
    if (PASSES.test(name)) return expr.args[0] ? this.readable(expr) : undefined;
    if (this.driver.functions.has(name)) return this.ownCall(name, expr);
    if (FREES.test(name)) return this.free(expr);
    const listed = this.listed(name, expr.args);
    if (listed) return this.enlists(LEAVES_LIST.test(name), listed.object, listed.tag);
    if (CREATES.test(name)) return this.creation(name, expr);
    const mapped = threadMapCall(this.driver, expr, this.fn);
    if (mapped) return this.onMap(mapped) ?? this.loseMapped(expr);
    const kind = classOf(name);
    if (!this.driver.model.calls.has(name) || kind === "none") return undefined;
    if (kind === "wait" && this.facts.isOutline) return `unoops_nap(${this.why(expr)})`;
    if (name.startsWith("wait_event")) return this.waitEvent(name, expr);
    if (AWAITS.test(name) && !this.facts.inThreads.has(this.fn.name)) return this.awaited(name, expr);
    const isQueue = ENDS_ALL_WORK.has(name) || QUEUES.test(name);
    const text = isQueue ? this.work(name, expr) : this.modelCall(name, expr);
    if (text === undefined && ENDS.test(name)) this.lose(expr);
    return text;
  }

  private loseMapped(expr: Call): undefined {
    this.lose(expr);
    return undefined;
  }

  private ownCall(name: string, { args }: Call): string | undefined {
    if (!this.facts.kept.has(name)) return undefined;
    const fn = this.driver.functions.get(name);
    const texts = fn?.parameters.map((parameter, index) => {
      const arg = args[index];
      const key = `${name}:${parameter.name}`;
      if (!arg) return nothing(this.driver, fn, parameter.name);
      const from = this.driver.keyOf(arg, this.fn);
      this.flowsInto(key, arg);
      if (!this.facts.needed.has(key)) return nothing(this.driver, fn, parameter.name);
      const tag = structTag(parameter.type);
      const isPointer = this.driver.isPointer(named(parameter), fn);
      return this.operand(arg) ?? this.handedOn(arg, from, tag) ?? this.anyValue(arg, key, tag, isPointer);
    });
    return `${name}(${(texts ?? []).join(", ")})`;
  }

  /** An object that is handed on; of a pointer that nobody in the driver sets, the one that the environment has. */
  private handedOn(arg: Expr, key: PlaceKey | undefined, tag: string | undefined): string | undefined {
    if (tag === undefined) return undefined;
    const place = withoutCasts(arg);
    // `(struct mine *)host->hostdata` lies there: an array is no pointer that somebody sets
    const isPointer = this.driver.addressedBy(place, this.fn) === undefined;
    const isSet = place.kind !== "member" || key === undefined || (isPointer && this.writes.has(key));
    return (isSet ? undefined : this.theObject(tag)) ?? this.path(arg);
  }

  private enlists(leaves: boolean, object: Expr, tag: string): string | undefined {
    const place = this.path(object);
    if (place === undefined) {
      this.facts.grow(this.facts.unlisted, tag);
      return undefined;
    }
    this.facts.grow(this.facts.tags, tag);
    const pointer = this.driver.isPointer(object, this.fn) ? place : `&${place}`;
    return `unoops_${leaves ? "unlist" : "list"}_${tag}(${pointer})`;
  }

  private free({ args: [object] }: Call): string | undefined {
    const tag = object && this.driver.tagOf(object, this.fn);
    if (!object || tag === undefined || !this.facts.allocated.has(tag)) return undefined;
    // a table of pointers is no object of what they point to
    if (this.driver.isTable(object, this.fn, tag)) return undefined;
    const place = this.path(object);
    return place === undefined ? undefined : `unoops_free_${tag}(${place})`;
  }

  private creation(name: string, call: Call): string | undefined {
    const { args } = call;
    if (CREATES_WORKER.test(name))
      return `${name.replace(/_on_(cpu|node)$/, "")}(0, ${this.threadName(call, "worker")})`;
    this.fills(call);
    const [, data] = args;
    const [start, ...others] = startsOf(this.driver, this.fn, call);
    if (start === undefined) return undefined;
    for (const one of [start, ...others]) this.facts.grow(this.facts.kept, one);
    const runs =
      this.handedFunction(args[0]) ??
      others.reduce((rest, one) => `unoops_pick(2, "it runs ${one}()") ? ${one} : ${rest}`, start);
    const given = data
      ? (this.path(data) ?? this.theObject(this.driver.tagOf(data, this.fn)) ?? this.operand(data))
      : undefined;
    const creator = /run/.test(name) ? "kthread_run" : "kthread_create";
    const created = `${creator}(${runs}, (void *)${given ?? "0"}, ${this.threadName(call, start)})`;
    return this.driver.tellsErrorsApart ? `unoops_created(${created})` : created;
  }

  /** What a thread is called, in quotes, without what is filled in. */
  private threadName({ args }: Call, otherwise: string): string {
    const format = args.find((arg) => arg.kind === "string");
    const comm = (format ? this.fn.file.text.slice(format.start, format.end) : '"kthread"').replace(
      /[^\w/:. "-]|%-?\d*[a-z]*/gi,
      "",
    );
    return /^"[^"]+"$/.test(comm) ? comm : `"${otherwise}"`;
  }

  /** The parameter in which a function's caller hands over what the thread runs. */
  private handedFunction(start: Expr | undefined): string | undefined {
    const key = start?.kind === "name" ? this.driver.keyOf(start, this.fn) : undefined;
    return start && key !== undefined && this.isParameter(key) ? this.path(start) : undefined;
  }

  /** A wait for a condition: where the environment has a say in that, it may end at any time. */
  private waitEvent(name: string, { args: [queue, test, ...rest] }: Call): string | undefined {
    const place = queue && this.path(queue);
    if (place === undefined || !test || !queue) return undefined;
    this.infer(name, queue);
    const condition = this.condition(test, "once");
    const isOurs = !/\bunoops_any\(/.test(condition);
    if (isOurs) {
      const more = rest.map((arg) => this.operand(arg) ?? "HZ");
      return `${name}(${[place, condition, ...more].join(", ")})`;
    }
    const wakes = /interruptible|killable|freezable/.test(name)
      ? "wait_event_interruptible_timeout"
      : "wait_event_timeout";
    const wait = `${wakes}(${place}, ${condition}, HZ)`;
    const woken = /timeout/.test(name) ? wait : `unoops_woken(${wait})`;
    if (!/_lock_irq/.test(name)) return woken;
    // it sleeps without the lock (include/linux/wait.h)
    const lock = rest[0] && this.path(rest[0]);
    return lock === undefined
      ? undefined
      : `({ long unoops_came; spin_unlock_irq(&${lock}); unoops_came = ${woken}; spin_lock_irq(&${lock}); unoops_came; })`;
  }

  /** The driver waits for what the kernel, or another file of the driver's, completes while it does. */
  private awaited(name: string, expr: Call): string | undefined {
    const [completion] = expr.args;
    if (!completion || !isCompletedElsewhere(this.driver, completion, this.fn)) {
      const wait = this.modelCall(name, expr);
      const key = completion && this.driver.keyOf(completion, this.fn);
      const [, field] = /(\w+)$/.exec(key ?? "") ?? [];
      if (wait === undefined || field === undefined || !ENDLESS.test(name))
        return wait === undefined ? undefined : `(unoops_meanwhile(), ${wait})`;
      this.facts.grow(this.facts.awaited, field);
      return `(unoops_comes_${field}(), ${wait})`;
    }
    const isLimited = name.endsWith("_timeout");
    const ends = [
      isLimited ? "1" : "0",
      ...(isLimited ? ["0"] : []),
      ...(/interruptible|killable/.test(name) ? ["-ERESTARTSYS"] : []),
    ];
    return `(unoops_yield(), unoops_value(${this.why(expr)}, ${ends.join(", ")}))`;
  }

  /** A part has one queue of work: which one the driver names decides nothing. */
  private work(name: string, { args }: Call): string | undefined {
    if (ENDS_ALL_WORK.has(name)) return "flush_scheduled_work()";
    const texts = args.slice(1).map((arg, index) => this.argument(arg) ?? (index === 0 ? undefined : "1"));
    if (args[1]) this.infer(name, args[1]);
    this.facts.queueWork();
    return texts.includes(undefined) ? undefined : `${name}(${["system_wq", ...texts].join(", ")})`;
  }

  private modelCall(name: string, { args }: Call): string | undefined {
    if (/^schedule_(delayed_)?work/.test(name)) this.facts.queueWork();
    const [first] = args;
    if (first) this.infer(name, first);
    const texts: string[] = [];
    for (const [index, arg] of args.entries()) {
      const text = this.argument(arg);
      // of what a call acts on there is no other
      if (text === undefined && index === 0 && !/^(msleep|ssleep|usleep|schedule_timeout)/.test(name))
        return undefined;
      if (text === undefined && classOf(name) === "sync" && index === 1) return undefined;
      texts.push(text ?? "1");
    }
    return `${name}(${texts.join(", ")})`;
  }

  private argument(arg: Expr): string | undefined {
    if (arg.kind === "name" && this.driver.functions.has(arg.name)) {
      this.facts.grow(this.facts.kept, arg.name);
      return arg.name;
    }
    return this.operand(arg) ?? this.path(arg);
  }

  /** What a field must be, if nobody says: told by what it is given to. */
  private infer(callee: string, expr: Expr): void {
    const place = expr.kind === "unary" && expr.op === "&" ? expr.operand : expr;
    const key = this.driver.keyOf(place, this.fn);
    if (key === undefined) return;
    if (STOPPERS.has(callee) && !STOPS.has(callee)) this.facts.inferred.set(key, "struct kthread_worker *");
    else if (takesThread(callee)) this.facts.inferred.set(key, "struct task_struct *");
    else {
      const type = pointsTo(callee);
      if (type !== undefined) this.facts.inferred.set(key, expr === place ? `${type} *` : type);
    }
  }
}

/** The objects of an array that is allocated have one place, in which nothing is left of an array before. */
function emptied(tag: string, object: string): string {
  const clear = `if (unoops_many) *unoops_many = (struct ${tag}){0};`;
  return `({ struct ${tag} *unoops_many = (struct ${tag} *)(${object}); ${clear} unoops_many; })`;
}

/** No pointer, an error, or something that there is. */
const ADDRESSES = /^(0|\(-5\)|unoops_something|unoops_the_\w+\(\))$/;

/** Waits as long as it takes. */
const ENDLESS = /^wait_for_completion(_io)?$/;

/** The struct whose size an allocation asks for. */
function sizedTag(expr: Expr): string | undefined {
  const sizes = expr.kind === "call" ? expr.args : [];
  return sizes
    .map((size) => (size.kind === "opaque" ? /^sizeof\((.*)\)$/.exec(size.text)?.[1] : undefined))
    .map((type) => (type === undefined || type.includes("*") ? undefined : structTag(type)))
    .find((tag) => tag !== undefined);
}

function named({ name }: { readonly name: string }): Expr {
  return { kind: "name", name, start: 0, end: 0 };
}
