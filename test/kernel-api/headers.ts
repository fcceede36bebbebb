import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Release } from "../../src/kernel-api/index.ts";
import { mask } from "../../src/source/mask.ts";

const INCLUDE = fileURLToPath(new URL("../../src/kernel/include", import.meta.url));
const VERSIONS = readFileSync(join(INCLUDE, "unoops/versions.h"), "utf8");

/** `UNOOPS_HAS_DEL_TIMER` -> `(!UNOOPS_SINCE(6, 15))` */
const SWITCHES: ReadonlyMap<string, string> = new Map(
  [...VERSIONS.matchAll(/^#define\s+(UNOOPS_\w+)\s+(.*?)\s*(?:\/\*.*)?$/gm)].map(
    ([, name = "", body = ""]) => [name, `(${body})`],
  ),
);

/** A condition of our headers in the words that every module may use. */
function inPlainWords(text: string): string {
  let plain = text;
  for (let last = ""; last !== plain;) {
    last = plain;
    plain = plain
      .replace(/\bUNOOPS_SINCE\((\d+), (\d+)\)/g, "(UNOOPS_KERNEL >= KERNEL_VERSION($1, $2, 0))")
      .replace(/\bUNOOPS_KERNEL\b/g, "LINUX_VERSION_CODE")
      .replace(/\bUNOOPS_\w+/g, (name) => SWITCHES.get(name) ?? name);
  }
  return plain;
}

const HEADERS: readonly string[] = readdirSync(INCLUDE, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".h") && !name.endsWith("versions.h"))
  .map((name) =>
    readFileSync(join(INCLUDE, name), "utf8").replace(/^#\s*(?:if|elif)\b.*$/gm, (line) =>
      inPlainWords(line),
    ),
  );

/** Releases at which something of our headers changes. */
export const TURNING_POINTS: readonly Release[] = [
  ...new Set(
    [VERSIONS, ...HEADERS].flatMap((text) =>
      [...text.matchAll(/(?:UNOOPS_SINCE\(|KERNEL_VERSION\()(\d+), (\d+)/g)].map(
        ([, major, minor]): Release => `${Number(major)}.${Number(minor)}`,
      ),
    ),
  ),
];

/** The functions and macros that our headers declare for a release. */
export function declaredFor(release: Release): ReadonlySet<string> {
  const [major = 0, minor = 0] = release.split(".").map(Number);
  const names = new Set<string>();
  for (const header of HEADERS) {
    const { text, macroText, macros } = mask(header, (major << 16) | (minor << 8));
    for (const { name, parameters, bodyStart, bodyEnd } of macros.values()) {
      const body = macroText.slice(bodyStart, bodyEnd).trim();
      // `#define new old`: what is declared as the one is the other
      names.add(parameters === undefined && /^[a-z_]\w+$/.test(body) ? body : name);
    }
    const spelled = [...macros.values()]
      .filter(({ parameters }) => parameters === undefined)
      .map(({ name }) => name);
    for (const [, name = ""] of text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g))
      if (!spelled.includes(name)) names.add(name);
  }
  return names;
}
