import type { Driver } from "./driver.ts";
import type { Facts } from "./facts.ts";

/** Fields of the structs that a slice declares, by struct: each field's declaration. */
export type DeclaredFields = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A line, and the field that it is there for. */
export interface ObjectLine {
  readonly text: string;
  readonly key?: string;
}

/** What is of no use before it was made, by its type: how it is made where it lies (`@`) in a static object. */
const MADE: readonly (readonly [RegExp, string])[] = [
  [/^struct mutex$/, "__MUTEX_INITIALIZER(@)"],
  [/^(wait_queue_head_t|struct wait_queue_head)$/, "__WAIT_QUEUE_HEAD_INITIALIZER(@)"],
  [/^struct completion$/, "COMPLETION_INITIALIZER(@)"],
  [/^struct semaphore$/, "__SEMAPHORE_INITIALIZER(@, 1)"],
  [/^struct rw_semaphore$/, "__RWSEM_INITIALIZER(@)"],
];

/**
 * The objects that the environment hands out, one a struct. It lies where the driver has it, in a variable or within another object;
 * where it is the environment's own, somebody made its locks and queues, and its state is any that the driver can tell apart.
 */
export class Objects {
  private readonly driver: Driver;
  private readonly facts: Facts;
  private readonly fields: DeclaredFields;
  private readonly lines: ObjectLine[] = [];
  private readonly done = new Set<string>();

  constructor(driver: Driver, facts: Facts, fields: DeclaredFields) {
    this.driver = driver;
    this.facts = facts;
    this.fields = fields;
  }

  /** @param tags structs that are declared */
  declare(tags: Iterable<string>): ObjectLine[] {
    for (const tag of tags) this.object(tag);
    return this.lines;
  }

  private isHandedOut(tag: string): boolean {
    return this.facts.tags.has(tag) && !this.driver.isKnownStruct(tag);
  }

  private object(tag: string): void {
    if (this.done.has(tag) || !this.isHandedOut(tag)) return;
    this.done.add(tag);
    const home = this.homeOf(tag);
    if (home === undefined) this.own(tag);
    this.lines.push({
      text: `UNOOPS_OBJECT(${tag}, ${home ?? `&unoops_one_${tag}`}, ${this.atFirst(tag, home)})`,
    });
  }

  /** Where the driver has the object of a struct that it does not allocate; undefined where nowhere, or in more than one place. */
  private homeOf(tag: string): string | undefined {
    if (this.facts.allocated.has(tag)) return undefined;
    const homes: string[] = [];
    for (const key of this.facts.needed) {
      const name = /^:(\w+)$/.exec(key)?.[1];
      const type = name === undefined ? undefined : this.driver.variableType(name);
      if (name !== undefined && type === `struct ${tag}`) homes.push(`&${name}`);
    }
    for (const [outer, fields] of this.fields)
      for (const [name, text] of fields)
        if (outer !== tag && this.isHandedOut(outer) && typeIn(text, name) === `struct ${tag}`) {
          this.object(outer);
          homes.push(`&unoops_the_${outer}()->${name}`);
        }
    return homes.length === 1 ? homes[0] : undefined;
  }

  /** The environment's own object. */
  private own(tag: string): void {
    const object = `unoops_one_${tag}`;
    const parts = this.parts(tag, object, "");
    this.lines.push(
      { text: `static struct ${tag} ${object}${parts.length > 0 ? " = {" : ";"}` },
      ...parts,
      ...(parts.length > 0 ? [{ text: "};" }] : []),
    );
  }

  /** Initialisers of the locks and queues in an object, and in what lies within it. */
  private parts(tag: string, object: string, path: string): ObjectLine[] {
    return [...(this.fields.get(tag) ?? [])].flatMap(([name, text]): ObjectLine[] => {
      const type = typeIn(text, name) ?? "";
      const at = `${path}.${name}`;
      const inner = /^struct (\w+)$/.exec(type)?.[1];
      const made = MADE.find(([pattern]) => pattern.test(type))?.[1];
      if (made !== undefined)
        return [{ text: `\t${at} = ${made.replaceAll("@", `${object}${at}`)},`, key: `${tag}.${name}` }];
      return inner === undefined || this.driver.isKnownStruct(inner) ? [] : this.parts(inner, object, at);
    });
  }

  /** What the environment decides of an object when it first hands it out: its states. */
  private atFirst(tag: string, home: string | undefined): string {
    if (home !== undefined || this.facts.allocated.has(tag)) return "0";
    const choices = [...(this.fields.get(tag) ?? [])].flatMap(([name, text]) => {
      const states = [...this.facts.valuesOf(`${tag}.${name}`)].filter((value) => /^[A-Z]\w+$/.test(value));
      const isState = states.some((value) => !/^(NULL|ERR)$/.test(value)) && /^[\w ]+$/.test(text);
      if (!isState || /\bstruct\b/.test(text)) return [];
      const values = ["0", ...states.filter((value) => !/^(NULL|ERR)$/.test(value))];
      const why = `"assuming: ${tag}.${name} at first"`;
      return [
        `object->${name} = unoops_value(${why}, ${values.map((value) => `(long)${value}`).join(", ")})`,
      ];
    });
    return choices.length === 0 ? "0" : choices.join(", ");
  }
}

/** The type of a field that is one object by itself. */
function typeIn(text: string, name: string): string | undefined {
  return new RegExp(`^((?:struct )?\\w+) ${name}$`).exec(text.trim().replace(/\s+/g, " "))?.[1];
}
