import { ABSENT_DIR } from "../compile/flags.ts";

/** What a module names and the model has no declaration of. */
export class Lacking {
  /** Constants, in the order in which they were missed. */
  private readonly constants = new Set<string>();
  private readonly structs = new Set<string>();
  private readonly types = new Set<string>();
  private readonly tags = new Set<string>();
  private readonly headers = new Set<string>();
  /** Members of initializers, as `suspend of struct pci_driver`. */
  readonly members = new Set<string>();
  /** Whether assembly was left out that moves to or from CR0. */
  switchesProtection = false;

  /** @returns whether that is news */
  constant(name: string): boolean {
    return added(this.constants, name);
  }

  struct(tag: string): boolean {
    return added(this.structs, tag);
  }

  /** A struct of which pointers are handed on. */
  named(tag: string): boolean {
    return added(this.tags, tag);
  }

  type(name: string): boolean {
    return added(this.types, name);
  }

  /** A header of the module's own that is not there. @returns whether that is news, and it is looked for where ours lie */
  header(path: string): boolean {
    return !path.split("/").includes("..") && added(this.headers, path);
  }

  /** The declarations, as a header that is read before the module. */
  files(): Map<string, string> {
    const lines = [
      ...[...this.constants].map((name) => `enum { ${name} = ${this.valueOf(name)} };`),
      ...[...this.tags].map((tag) => `struct ${tag};`),
      ...[...this.structs].map((tag) => `struct ${tag} { long unoops_lacks[${WORDS}]; };`),
      ...[...this.types].map((name) => `typedef struct { long unoops_lacks[${WORDS}]; } ${name};`),
    ];
    const empty = [...this.headers].map((path): [string, string] => [`${ABSENT_DIR}/${path}`, ""]);
    return new Map([...empty, [`${ABSENT_DIR}/${HEADER}`, `${lines.join("\n")}\n`]]);
  }

  flags(): string[] {
    return ["-include", HEADER, "-ferror-limit=0"];
  }

  /** What a verdict says of it. */
  assumed(): string[] {
    const lacks = "which the model lacks";
    return [
      ...[...this.headers].map((path) => `${path}, a header that is not there, declares nothing`),
      ...[...this.constants].map((name) => `${name}, a constant ${lacks}, is ${this.valueOf(name)}`),
      ...[...this.members].map((member) => `the member ${member}, ${lacks}, is looked at by nobody`),
      ...(this.switchesProtection ? ["assembly that writes CR0 does nothing: no memory is protected"] : []),
    ];
  }

  /** Each has another value; what tells a size or a number of things is small. */
  private valueOf(name: string): number {
    const at = [...this.constants].indexOf(name);
    return SIZE.test(name) ? 64 + at : 0x4000 + at;
  }
}

const HEADER = "unoops-lacking.h";

/** Of a struct of which nobody knows what is in it. */
const WORDS = 64;

const SIZE = /(^|_)(LEN|LENGTH|SIZE|MAX|NUM|NR|COUNT|CNT|BITS|SHIFT)(_|$)/;

function added<T>(set: Set<T>, one: T): boolean {
  const size = set.size;
  set.add(one);
  return set.size > size;
}
