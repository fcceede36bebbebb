import type { Crash } from "../crash.ts";
import { place } from "./by-type.ts";
import { certain, type Diagnosis, type LogFacts } from "./diagnosis.ts";
import { sceneEvidence } from "./scene.ts";

/** What a check of sizes says in the line before its BUG() or WARN(). */
interface Said {
  readonly summary: string;
  /** Absent where the bytes lie inside the object, and are not for user space all the same. */
  readonly rule?: "out-of-bounds";
  readonly next: string;
}

const bytes = (count: string | undefined): string => `${count} byte${count === "1" ? "" : "s"}`;

const FOLLOW_THE_SIZE =
  "let the size follow from the object: sizeof(*p), strscpy(), min(); and test a length where it comes in";

/** A check's line, and what it means; `where` is `, in foo()`, or empty. */
interface Check {
  readonly line: RegExp;
  readonly meaning: (match: RegExpExecArray, where: string) => Said;
}

const CHECKS: readonly Check[] = [
  {
    // lib/string.c from 4.13 on, lib/string_helpers.c from 5.17 to 6.8
    line: /^detected buffer overflow in (\w+)$/,
    meaning: ([, call], where) => ({
      summary: `${call}() would go past the end of an object whose size the compiler knows${where}: CONFIG_FORTIFY_SOURCE stopped it.`,
      rule: "out-of-bounds",
      next: FOLLOW_THE_SIZE,
    }),
  },
  {
    // lib/string_helpers.c from 6.9 on
    line: /^(\w+): detected buffer overflow: (\d+) byte (read|write) of buffer size (\d+)$/,
    meaning: ([, call, asked, how, size], where) => ({
      summary: `${call}() would ${how} ${bytes(asked)} of an object that has ${size}${where}: CONFIG_FORTIFY_SOURCE stopped it.`,
      rule: "out-of-bounds",
      next: FOLLOW_THE_SIZE,
    }),
  },
  {
    // include/linux/fortify-string.h from 6.1 on; only a warning: the bytes are written
    line: /^(\w+): detected field-spanning write \(size (\d+)\) of single field "(.+)" at (\S+) \(size (\d+)\)$/,
    meaning: ([, call, asked, field, at, size]) => ({
      summary: `${call}() wrote ${bytes(asked)} to ${field}, which has ${size}, and so over what lies behind that member (${at}).`,
      rule: "out-of-bounds",
      next: "if several members are meant, say so with struct_group(), or with a flexible array; else mend the size",
    }),
  },
  {
    // mm/usercopy.c from 4.16 on
    line: /^(?:usercopy: |(Bad or missing usercopy whitelist\? ))?Kernel memory (exposure|overwrite) attempt detected (?:from|to) (.+?)(?: '([^']*)')?(?: \(offset (\d+), size (\d+)\))?!$/,
    meaning: ([, listed, direction, kind = "", name, offset, size], where) =>
      copied({ isListed: listed !== undefined, direction, kind, name, offset, size }, where),
  },
  {
    // mm/usercopy.c from 4.8 to 4.15
    line: /^usercopy: kernel memory (exposure|overwrite) attempt detected (?:from|to) \w+ \(([^)]*)\) \((\d+) bytes\)$/,
    meaning: ([, direction, name, size], where) =>
      copied({ isListed: false, direction, kind: "memory", name, offset: undefined, size }, where),
  },
];

interface Copied {
  /** The object is not told to be for user space: nothing says that the copy leaves it. */
  readonly isListed: boolean;
  readonly direction: string | undefined;
  readonly kind: string;
  readonly name: string | undefined;
  readonly offset: string | undefined;
  readonly size: string | undefined;
}

function copied({ isListed, direction, kind, name, offset, size }: Copied, where: string): Said {
  const call = direction === "exposure" ? "copy_to_user()" : "copy_from_user()";
  const what = `${kind.replace(/^null address$/, "address 0")}${name ? ` '${name}'` : ""}`;
  const which =
    size === undefined ? "" : ` ${bytes(size)}${offset === undefined ? "" : ` at offset ${offset}`} of`;
  const said = `${call} or a relative of it was asked for${which} ${what}${where}`;
  return isListed
    ? {
        summary: `${said}, which the cache does not let user space see (kmem_cache_create_usercopy()).`,
        next: "copy through a buffer of its own, or name the region when the cache is created",
      }
    : {
        summary: `${said}, which is more than lies there: CONFIG_HARDENED_USERCOPY stopped it.`,
        rule: "out-of-bounds",
        next: FOLLOW_THE_SIZE,
      };
}

/** Where a check of sizes stands, by file or by function: its line may lie before or in the report. */
const CHECKER = /lib\/string(?:_helpers)?\.c|mm\/usercopy\.c|fortify/;

/** Lines before a report's first among which its check's is: "cut here" comes between them. */
const JUST_BEFORE = 3;

/** The kernel's own checks know the size of the object, and say which copy would have left it. */
export function knownSizes({ crash }: LogFacts): Diagnosis | undefined {
  const lines = [...crash.before.slice(-JUST_BEFORE), ...crash.lines];
  for (const { line, meaning } of CHECKS)
    for (const text of lines) {
      const match = line.exec(text.trim());
      if (!match || !(CHECKER.test(crash.headline) || isWarned(crash, text))) continue;
      const { summary, rule, next } = meaning(match, place(crash.function));
      return {
        ...(rule === undefined ? {} : { rule }),
        summary,
        evidence: [certain("size-was-known", `the kernel says so: ${text.trim()}`), ...sceneEvidence(crash)],
        next: [next],
      };
    }
  return undefined;
}

/** A warning about one member is printed where the member is written. */
function isWarned({ headline }: Crash, text: string): boolean {
  return headline.startsWith("WARNING") && text.includes("field-spanning write");
}
