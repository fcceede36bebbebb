import type { CFunction, Expr } from "../source/index.ts";
import {
  declaratorOf,
  namelessTag,
  parameterTexts,
  withFewElements,
  withoutEnums,
  type Driver,
  type PlaceKey,
} from "./driver.ts";
import { FEW, type Declared, type SliceFacts } from "./facts.ts";
import type { KeptFunction } from "./slicer.ts";
import { SliceObjects } from "./objects.ts";

/** `flags & NAME`, `NAME | OTHER`; not `a && b`. */
const BIT = /\b([A-Z]\w+)\b\)*\s*[&|]=?(?![&|])|(?<![&|])[&|]=?\s*[(~]*([A-Z]\w+)\b/g;

const QUALIFIERS =
  /\b(static|extern|inline|__inline__|__always_inline|noinline|register|const|volatile|asmlinkage|__init|__exit|__\w+(?=\s|$)|STATIC)\b/g;
const KEYWORDS = new Set(
  "void char short int long float double signed unsigned bool _Bool const volatile struct union enum static extern inline register restrict".split(
    " ",
  ),
);

/** An array of more elements than these is declared with as many, if so many are named. */
const MANY_ELEMENTS = 32;

/** The lesser of two numbers (unoops/slice.h). */
const ROOM = "unoops_few";

/** Names that the compiler knows itself, written like a constant's. */
const COMPILERS = /^__[A-Z_]+__$/;

/** Declares what the kept functions need: structs with the fields that are looked at, variables, constants, the objects. */
export class Declarations {
  private readonly driver: Driver;
  private readonly facts: SliceFacts;
  private readonly kept: readonly KeptFunction[];
  private readonly fields = new Map<string, Map<string, string>>();
  private readonly typedefs = new Set<string>();
  private readonly tags = new Set<string>();
  /** Constants that say how many elements an array has: there are a few. */
  private readonly sizes = new Set<string>();
  private asBits: ReadonlySet<string> | undefined;

  constructor(driver: Driver, facts: SliceFacts, kept: readonly KeptFunction[]) {
    this.driver = driver;
    this.facts = facts;
    this.kept = kept;
  }

  lines(): Declared[] {
    for (const tag of this.facts.tags) this.tags.add(tag);
    for (const key of this.facts.needed) {
      const match = /^(\w+)\.(\w+)$/.exec(key);
      if (match?.[1] === undefined || match[2] === undefined || this.driver.isKnownStruct(match[1])) continue;
      this.fieldsOf(match[1]).set(match[2], this.fieldText(match[1], match[2]));
      this.tags.add(match[1]);
    }
    const heads = this.kept.map(({ fn }): Declared => ({
      text: `${headOf(fn)};`,
      fn: fn.name,
    }));
    const variables = this.variables();
    for (const { text } of [...heads, ...variables]) this.scan(text);
    for (const { body } of this.kept) for (const { text } of body.lines) this.scanLocal(text);
    for (const fields of this.fields.values()) for (const text of fields.values()) this.scan(text);
    const structs = this.structs();
    const constants: Declared[] = [];
    // what they are made of is declared as well
    for (const name of this.facts.constants)
      if (!COMPILERS.test(name)) constants.push(this.constant(name, constants.length));
    return [
      ...[...this.tags]
        .filter((tag) => !this.driver.isKnownStruct(tag))
        .map((tag) => ({ text: `struct ${tag};` })),
      ...[...this.typedefs].map((name) => ({ text: `typedef long ${name};` })),
      ...constants,
      ...structs,
      // of work the function is named where it is made
      ...heads,
      ...variables,
      ...new SliceObjects(this.driver, this.facts, this.fields).declare(this.tags),
    ];
  }

  private fieldsOf(tag: string): Map<string, string> {
    let fields = this.fields.get(tag);
    if (!fields) this.fields.set(tag, (fields = new Map()));
    return fields;
  }

  /** A field's declaration: the driver's, or what its uses tell. */
  private fieldText(tag: string, name: string): string {
    const inferred = this.facts.inferred.get(`${tag}.${name}`);
    const inner = `${tag}__${name}`;
    const holder =
      this.facts.tags.has(inner) || [...this.facts.needed].some((key) => key.startsWith(`${inner}.`));
    const written = this.driver.field(tag, name);
    if (written && !written.text.includes("{")) {
      const type = written.type.replace(/\b(struct|union|enum)\b/g, "").trim();
      const isOpaque =
        !holder &&
        !KEYWORDS.has(type.split(" ")[0] ?? "") &&
        !/\b(struct|union)\b/.test(written.type) &&
        !this.driver.model.names.has(type);
      if (!holder && (!isOpaque || inferred === undefined))
        return this.withRoom(
          cleaned(written.text, this.facts.elements(`${tag}.${name}`)),
          name,
          `${tag}.${name}`,
        );
    }
    if (holder)
      return written && /\*/.test(written.text) ? `struct ${inner} *${name}` : `struct ${inner} ${name}`;
    return inferred === undefined ? `long ${name}` : `${inferred}${inferred.endsWith("*") ? "" : " "}${name}`;
  }

  /**
   * An array of thousands of objects or pointers that are only named one by one: the part comes to a few of them (`SliceFacts.rank()`), and
   * each state would hold them all.
   */
  private withRoom(text: string, name: string, key: PlaceKey): string {
    if (!/\*|\b(struct|union)\b/.test(text) || !text.includes("[") || !this.isNamedByElement(name))
      return text;
    const most = Math.max(MANY_ELEMENTS, this.facts.elements(key));
    return text.replace(/\[([^\]]+)\]/g, (_, size: string) => `[${ROOM}((${size.trim()}), ${most})]`);
  }

  /** Whether all that is kept of a place are its elements: nothing asks for its size, or walks over it with a pointer. */
  private isNamedByElement(name: string): boolean {
    const whole = new RegExp(`\\b${name}\\b(?!\\s*\\[)`);
    return !this.kept.some(({ body }) =>
      body.lines.some(({ text }) => whole.test(text.replace(/"[^"]*"/g, ""))),
    );
  }

  /** Names of types in a declaration that nobody defines. */
  private scan(text: string): void {
    for (const [, tag = ""] of text.matchAll(/\b(?:struct|union)\s+(\w+)/g)) this.tags.add(tag);
    for (const part of text.split(/[(,;{]/)) {
      const words = part.replace(/\b(struct|union|enum)\s+\w+/g, "int").match(/[A-Za-z_]\w*/g) ?? [];
      const first = words.find((word) => !/^(const|volatile|static|extern|inline)$/.test(word));
      if (
        words.length > 1 &&
        first &&
        !KEYWORDS.has(first) &&
        !this.driver.model.names.has(first) &&
        !this.facts.constants.has(first)
      )
        this.typedefs.add(first);
    }
    this.scanSizes(text);
  }

  /** Constants that say how many elements an array has. */
  private scanSizes(text: string): void {
    for (const [, size = ""] of text.matchAll(/\[([^\]]*)\]/g))
      for (const [word] of size.matchAll(/\b[A-Za-z_]\w*\b/g))
        if (!this.driver.model.names.has(word) && word !== ROOM) {
          this.facts.constants.add(word);
          this.sizes.add(word);
        }
  }

  private scanLocal(text: string): void {
    const match = /^(?:const |static |volatile )*([A-Za-z_]\w*)\s+[*\s]*\w+\s*(=|;|\[)/.exec(text);
    const tag = /^(?:const |static |volatile )*(?:struct|union)\s+(\w+)/.exec(text)?.[1];
    if (tag !== undefined) {
      this.tags.add(tag);
      this.scanSizes(text.replace(/=.*/, ""));
    } else if (match?.[1] !== undefined && !/^(return|goto|case|else)$/.test(match[1]))
      this.scan(text.replace(/=.*/, ";"));
  }

  private structs(): Declared[] {
    const lines: Declared[] = [];
    const done = new Set<string>();
    const write = (tag: string, above: readonly string[]): void => {
      if (done.has(tag) || above.includes(tag) || this.driver.isKnownStruct(tag)) return;
      const fields = this.fields.get(tag) ?? new Map<string, string>();
      for (const text of fields.values()) {
        const inner = /\b(?:struct|union)\s+(\w+)\s+[^*(]*$/.exec(withoutSizes(text))?.[1];
        if (inner !== undefined) write(inner, [...above, tag]);
      }
      done.add(tag);
      // every use of it says `struct`, as of any other
      const isUnion = this.driver.membersOfUnion(tag).length > 0;
      lines.push({ text: `struct ${tag} {${isUnion ? " union {" : ""}` });
      for (const [name, text] of fields)
        lines.push({ text: `\t${shared(text, name)};`, key: `${tag}.${name}` });
      lines.push({ text: "\tlong unoops_rest;" }, { text: isUnion ? "}; };" : "};" });
    };
    for (const tag of this.tags) write(tag, []);
    return lines;
  }

  private variables(): Declared[] {
    const lines: Declared[] = [];
    for (const key of this.facts.needed) {
      const name = /^:(\w+)$/.exec(key)?.[1];
      if (name === undefined) continue;
      const macro = this.driver.madeByMacro(name);
      const file = this.driver.globalOf(name, undefined);
      if (macro) {
        const args = macro.args.slice(1).map((arg) => this.macroArgument(arg));
        lines.push({ text: `static ${macro.name}(${[name, ...args].join(", ")});`, key });
      } else if (file) lines.push({ text: this.variable(name, file), key });
    }
    return lines;
  }

  /** A number, a function that is kept, or nothing in particular. */
  private macroArgument(text: string): string {
    return this.facts.kept.has(text) || /^\d+$/.test(text) ? text : "0";
  }

  private variable(name: string, file: NonNullable<ReturnType<Driver["globalOf"]>>): string {
    const global = file.globals.get(name);
    const nameless = namelessTag(global?.type ?? "", name);
    if (nameless !== undefined) return `static struct ${nameless} ${name};`;
    const init = global?.init;
    const declarator = global ? declaratorOf(file, global) : "";
    const known =
      init && this.isConstant(init)
        ? ` = ${file.text.slice(init.start, init.end)}`
        : init?.kind === "call" &&
            init.callee.kind === "name" &&
            this.driver.model.calls.has(init.callee.name)
          ? ` = ${file.code.slice(init.start, init.end)}`
          : "";
    // `static struct tag { ... } name;`
    const type = withoutEnums(global?.type ?? "int")
      .replace(/\{.*\}/s, " ")
      .replace(/\b(static|extern|const|__\w+)\b/g, "")
      .trim();
    const bare = `static ${type} ${declarator.startsWith(type) ? declarator.slice(type.length) : declarator}`;
    const text = `${init ? bare : this.withRoom(withFewElements(bare, this.facts.elements(`:${name}`)), name, `:${name}`)}${known};`;
    return shared(text.replace(/\s+/g, " "), name);
  }

  /** `1`, `-1`, `NULL`, `STATE_IDLE`: what a variable begins with. */
  private isConstant(init: Expr): boolean {
    if (init.kind === "number") return true;
    if (init.kind === "unary") return init.op === "-" && this.isConstant(init.operand);
    if (init.kind !== "name") return false;
    if (/^(NULL|true|false)$/.test(init.name)) return true;
    if (this.driver.model.names.has(init.name) || !this.driver.isConstant(init.name)) return false;
    this.facts.constants.add(init.name);
    return true;
  }

  /** Names in the kept text that bits are set, cleared or looked for by. */
  private bits(): ReadonlySet<string> {
    this.asBits ??= new Set(
      this.kept.flatMap(({ body }) =>
        body.lines.flatMap(({ text }) =>
          [...text.matchAll(BIT)].map(([, left, right]) => left ?? right ?? ""),
        ),
      ),
    );
    return this.asBits;
  }

  private constant(name: string, index: number): Declared {
    const text = this.driver.constantText(name)?.replace(/\\?\s+/g, " ");
    if (text !== undefined && /^[-\w\s()+*<|&~]+$/.test(text)) {
      const words = text.match(/\b[A-Za-z_]\w*\b/g) ?? [];
      const others = words.filter((word) => !this.driver.model.names.has(word) && !/^[uUlL]+$/.test(word));
      const isKnown = others.every((word) => word !== name && this.driver.isConstant(word));
      if (isKnown && text !== "") {
        for (const word of others) this.facts.constants.add(word);
        return { text: `#define ${name} (${text})` };
      }
    }
    const value = this.driver.enumerator(name);
    if (value !== undefined && value < 2 ** 31) return { text: `enum { ${name} = ${value} };` };
    // an enumerator, or a macro of a header that is not there: a number, or a bit, of its own
    const number = this.sizes.has(name) ? index + FEW : index;
    const own = this.bits().has(name) ? `1 << ${index % 30}` : `${number}`;
    return { text: `enum { ${name} = ${own} };` };
  }
}

/**
 * What others may see: each read of it counts, also one that the optimizer would fold with the read before. The fields of a struct
 * say so themselves, and what is in a model's object is the model's to say.
 */
function shared(text: string, name: string): string {
  const at = new RegExp(`\\b${name}\\b`).exec(text)?.index;
  if (at === undefined) return text;
  const before = text.slice(0, at);
  const isObject = /\b(struct|union)\b/.test(text) && !before.includes("*");
  // `DEFINE_MUTEX(name)`
  const isMade = /\w\s*\($/.test(before);
  return isObject || isMade ? text : `${before}volatile ${text.slice(at)}`;
}

/** `struct thing things` of `struct thing things[(1 << 4)]`. */
function withoutSizes(text: string): string {
  return text.replace(/\[[^\]]*\]/g, "");
}

function cleaned(text: string, elements: number): string {
  return withFewElements(withoutEnums(text), elements)
    .replace(/\b__\w+\b(?!\s*\()/g, (word) => (/^__(u|s|le|be)\d+$/.test(word) ? word : ""))
    .replace(/\bconst\b/g, "");
}

/** The head of a function as the slice has it: its own, without what only a compiler's section cares for. */
export function headOf(fn: CFunction): string {
  const type = withoutEnums(fn.returnType).replace(QUALIFIERS, " ").replace(/\s+/g, " ").trim();
  const texts = parameterTexts(fn).map((text, index) => {
    const clean = withoutEnums(text).replace(/\b__(?:user|iomem|rcu|maybe_unused|always_unused)\b/g, "");
    return new RegExp(`\\b${fn.parameters[index]?.name ?? ""}\\b`).test(clean)
      ? clean
      : `${clean} unoops_${index}`;
  });
  return `static ${type === "" ? "int" : type} ${fn.name}(${texts.length > 0 ? texts.join(", ") : "void"})`;
}
