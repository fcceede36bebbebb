import { returnsNothing, type Driver } from "./driver.ts";
import type { Facts } from "./facts.ts";
import type { Episode, Lifecycle } from "./lifecycle.ts";

/** Times that a device is opened and closed in one run: once to use it, and once more to meet what the first left behind. */
const SESSIONS = 2;

/** Calls of other operations in one session, each of any kind. */
const CALLS = 1;

/** The kernel around a slice, as C: what calls its entry points, in which order. */
export class Harness {
  private readonly driver: Driver;
  private readonly facts: Facts;
  private readonly life: Lifecycle;

  constructor(driver: Driver, facts: Facts, life: Lifecycle) {
    this.driver = driver;
    this.facts = facts;
    this.life = life;
  }

  lines(): string[] {
    return this.isPlain() ? this.plain() : this.driven();
  }

  /** Loading and unloading is all that the kernel does with it. */
  private isPlain(): boolean {
    const { binds, sessions, finals, once, others } = this.life;
    return [binds, sessions, finals, once, others].every((list) => list.length === 0);
  }

  private plain(): string[] {
    const { init, exit } = this.life;
    return [
      ...(init === undefined ? [] : [`module_init(${init});`]),
      ...(exit === undefined ? this.emptyExit() : [`module_exit(${exit});`]),
      'MODULE_LICENSE("GPL");',
    ];
  }

  private driven(): string[] {
    const { init, exit, binds, sessions, finals, once, others } = this.life;
    const lines: string[] = [];
    binds.forEach((_, index) => lines.push(`static int unoops_bound_${index};`));
    lines.push("static void unoops_use(void)", "{");
    if (others.length > 0) {
      lines.push(
        "\tint call;",
        "",
        `\tfor (call = 0; call < ${CALLS}; call++) {`,
        `\t\tswitch (unoops_choose(${others.length + 1}, "an operation is called")) {`,
      );
      others.forEach((name, index) => lines.push(`\t\tcase ${index + 1}: ${this.call(name)}; break;`));
      lines.push("\t\t}", "\t\tunoops_yield();", "\t}");
    }
    lines.push("}", "");
    lines.push("static void unoops_serve(void)", "{", "\tint session;", "");
    if (sessions.length > 0) {
      lines.push(
        `\tfor (session = 0; session < ${SESSIONS}; session++) {`,
        `\t\tswitch (unoops_choose(${sessions.length + 1}, "it is opened")) {`,
      );
      sessions.forEach((episode, index) => {
        lines.push(`\t\tcase ${index + 1}:`, `\t\t\tif (${this.began(episode)}) {`, "\t\t\t\tunoops_use();");
        for (const end of episode.ends)
          lines.push(`\t\t\t\t${this.call(end, end === episode.begin ? "0" : undefined)};`);
        lines.push("\t\t\t}", "\t\t\tbreak;");
      });
      lines.push("\t\tdefault: unoops_use();", "\t\t}", "\t}");
    } else lines.push("\t(void)session;", "\tunoops_use();");
    lines.push("}", "");
    lines.push("static int __init unoops_begin(void)", "{");
    if (init !== undefined) {
      const isVoid = this.isVoid(init);
      lines.push(
        isVoid
          ? `\t${this.call(init)};`
          : `\tint error = ${this.call(init)};\n\n\tif (error)\n\t\treturn error;`,
      );
    }
    binds.forEach((episode, index) => lines.push(`\tunoops_bound_${index} = ${this.began(episode)};`));
    for (const name of once) {
      const ends = binds.map((_, index) => `unoops_bound_${index} = 0`).join(", ");
      lines.push(
        `\tif (${[...binds.map((_, index) => `unoops_bound_${index}`), 'unoops_choose(2, "an operation is called")'].join(" && ")} && !${this.began({ begin: name, ends: [] })})`,
      );
      lines.push(ends === "" ? "\t\treturn 0;" : `\t\t${ends};`);
    }
    lines.push(
      binds.length > 0
        ? `\tif (${binds.map((_, index) => `unoops_bound_${index}`).join(" || ")})\n\t\tunoops_serve();`
        : "\tunoops_serve();",
    );
    lines.push("\treturn 0;", "}", "");
    if (exit !== undefined || finals.length > 0 || binds.some(({ ends }) => ends.length > 0)) {
      lines.push("static void __exit unoops_end(void)", "{");
      binds.toReversed().forEach((episode, at) => {
        const index = binds.length - 1 - at;
        if (episode.ends.length === 0) return;
        lines.push(`\tif (unoops_bound_${index}) {`);
        for (const end of episode.ends) lines.push(`\t\t${this.call(end)};`);
        lines.push("\t}");
      });
      for (const name of finals) lines.push(`\t${this.call(name)};`);
      if (exit !== undefined) lines.push(`\t${this.call(exit)};`);
      lines.push("}", "", "module_init(unoops_begin);", "module_exit(unoops_end);");
    } else lines.push("module_init(unoops_begin);", ...this.emptyExit());
    lines.push('MODULE_LICENSE("GPL");');
    return lines;
  }

  /** A driver that can be unloaded, and does nothing with its threads then. */
  private emptyExit(): string[] {
    const unloads = this.driver.files
      .flatMap(({ topLevelCalls }) => topLevelCalls)
      .some(({ name }) => /^module_(exit|\w+_driver|driver)$/.test(name));
    return unloads ? ["static void __exit unoops_end(void)", "{", "}", "module_exit(unoops_end);"] : [];
  }

  private isVoid(name: string): boolean {
    return returnsNothing(this.driver.functions.get(name));
  }

  /** Whether a beginning succeeded: what ends it is called only then. */
  private began({ begin, ends }: Episode): string {
    const call = this.call(begin, ends.includes(begin) ? "1" : undefined);
    const type = this.driver.functions.get(begin)?.returnType.trim() ?? "";
    if (this.isVoid(begin)) return `(${call}, 1)`;
    if (/\bbool\s*$/.test(type)) return `(${call} != 0)`;
    if (type.endsWith("*")) return `!IS_ERR_OR_NULL(${call})`;
    return `((int)${call} >= 0)`;
  }

  /** @param tested what a parameter gets that the function tests; any value by default */
  private call(name: string, tested?: string): string {
    const args = this.driver.functions.get(name)?.parameters.map((parameter) => {
      const key = `${name}:${parameter.name}`;
      const tag = this.driver.tagIn(parameter.type);
      if (!this.facts.needed.has(key)) return "0";
      if (tag !== undefined && !this.driver.isKnownStruct(tag)) return `unoops_the_${tag}()`;
      const values = [...this.facts.valuesOf(key)]
        .map((value) => (value === "NULL" ? "1" : value))
        .filter((value) => value !== "ERR");
      if (tested !== undefined && values.length > 0) return tested;
      return values.length === 0
        ? "0"
        : `unoops_value("${parameter.name}", 0, ${[...new Set(values)].map((value) => `(long)${value}`).join(", ")})`;
    });
    return `${name}(${(args ?? []).join(", ")})`;
  }

  /** Structs whose object the harness hands in. */
  tags(): string[] {
    const { init, exit, binds, sessions, finals, once, others } = this.life;
    const called = [
      init,
      exit,
      ...finals,
      ...once,
      ...others,
      ...[...binds, ...sessions].flatMap(({ begin, ends }) => [begin, ...ends]),
    ];
    return called.flatMap((name) =>
      (name === undefined ? [] : (this.driver.functions.get(name)?.parameters ?? [])).flatMap((parameter) => {
        const tag = this.driver.tagIn(parameter.type);
        return tag !== undefined &&
          !this.driver.isKnownStruct(tag) &&
          this.facts.needed.has(`${name}:${parameter.name}`)
          ? [tag]
          : [];
      }),
    );
  }
}
