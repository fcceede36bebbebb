import { versionCode } from "../core/kernel-version.ts";
import { kmallocCache } from "../machine/shipped.ts";
import { bugLines, warnLines } from "./bug.ts";
import type { Said, Scene } from "./printed.ts";

/**
 * Beside an object lies another, or nothing that anybody uses: only who knows the object's size where it is copied notices. That is the
 * compiler, for what has a name, and who copies to and from user space, for slab objects.
 */
export function beyond(scene: Scene): Said[] {
  const silence = { headline: `nothing at once: ${scene.report.text}`, function: "", lines: [] };
  return fortified(scene) ?? usercopy(scene) ?? [silence];
}

const FORTIFY_SOURCE = "CONFIG_FORTIFY_SOURCE";
/**
 * include/linux/fortify-string.h (linux/string.h before 5.13) came with 4.13, and fortify_panic() moved from lib/string.c to
 * lib/string_helpers.c in 5.16; strcpy() is a memcpy() up to 5.17; since 6.9 a WARN() tells how much it was.
 */
const [FORTIFY, IN_HELPERS, STRCPY, TELLS_SIZES] = [0x040d00, 0x051000, 0x051200, 0x060900];
/** strscpy() is fortified since 5.11; sprintf() and its kin never were. */
const FORTIFIED = new Map<string, number>([
  ...["memcpy", "memmove", "memset", "strcpy", "strncpy", "strcat", "strncat"].map(
    (name) => [name, FORTIFY] as const,
  ),
  ["strscpy", 0x050b00],
]);

/** The model's own function for a call that the compiler knows the object of: kernel/services/fortify.c. */
const MODELS = /^unoops_(\w+)$/;

function fortified({ program, report, trace, head, wording }: Scene): Said[] | undefined {
  const name = MODELS.exec(report.stack[0] ?? "")?.[1] ?? "";
  const version = versionCode(program.target.kernel);
  if (version < (FORTIFIED.get(name) ?? Infinity)) return undefined;
  const call = name === "strcpy" && version < STRCPY ? "memcpy" : name;
  const file = version < IN_HELPERS ? "lib/string.c" : "lib/string_helpers.c";
  const headline = `kernel BUG at ${file}:x!`;
  const dies = (panics: string, before: readonly string[]): Said => ({
    headline,
    function: panics,
    lines: [...before, ...bugLines(headline, [panics, ...trace], head, wording)],
    needs: FORTIFY_SOURCE,
  });
  if (version < TELLS_SIZES) return [dies("fortify_panic", [`detected buffer overflow in ${call}`])];
  const how = report.text.includes("is read") ? "read" : "write";
  const told = warnLines(
    { program, report: { ...report, file, line: 0 }, head, wording },
    `${call}: detected buffer overflow: x byte ${how} of buffer size x`,
    ["__fortify_report", "__fortify_panic", ...trace],
  );
  return [{ ...told, needs: FORTIFY_SOURCE }, dies("__fortify_panic", [])];
}

const HARDENED_USERCOPY = "CONFIG_HARDENED_USERCOPY";
/** mm/usercopy.c came with 4.8, and says how far it goes since 4.16. */
const [USERCOPY, TOLD_HOW_FAR] = [0x040800, 0x041000];

function usercopy({ program, report: { trap }, trace, head, wording }: Scene): Said[] | undefined {
  const { kernel, arch } = program.target;
  const copy = trace.findIndex((name) => /^_copy_(?:to|from)_user$/.test(name));
  if (trap?.object !== "kmalloc" || copy < 0 || versionCode(kernel) < USERCOPY) return undefined;
  const { address = 0, objectStart = 0, objectSize = 0 } = trap;
  if (address < objectStart + kmallocCache(objectSize, arch)) return undefined;
  const [what, where] = trace[copy] === "_copy_to_user" ? ["exposure", "from"] : ["overwrite", "to"];
  const told = versionCode(kernel) >= TOLD_HOW_FAR;
  const said = told
    ? `usercopy: Kernel memory ${what} attempt detected ${where} SLUB object 'kmalloc-x' (offset x, size x)!`
    : `usercopy: kernel memory ${what} attempt detected ${where} x (kmalloc-x) (x bytes)`;
  const frames = [
    ...(told ? ["usercopy_abort"] : []),
    "__check_heap_object",
    "__check_object_size",
    ...trace.slice(copy + 1),
  ];
  const headline = "kernel BUG at mm/usercopy.c:x!";
  return [
    {
      headline,
      function: told ? "usercopy_abort" : "__check_object_size",
      lines: [said, ...bugLines(headline, frames, head, wording)],
      needs: HARDENED_USERCOPY,
    },
  ];
}
