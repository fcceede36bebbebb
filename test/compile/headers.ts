import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bringingHeaders } from "../../src/compile/brought-along.ts";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import { moduleFlags } from "../../src/compile/flags.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { readKernelFiles } from "../../src/host/kernel-files.ts";

const KERNEL = "6.12";
const kernel = readKernelFiles().files;
const toolchain = (await nativeToolchain()) ?? embeddedToolchain();

/** Lines of `header: words`, as bench/header-facts.ts writes them from a kernel tree. */
function tableOf(text: string): Map<string, string[]> {
  const lines = [...text.matchAll(/^(\S+): (.*)$/gm)];
  return new Map(lines.map(([, header = "", words = ""]) => [header, words.split(" ").filter(Boolean)]));
}

const declared = tableOf(readFileSync(fileURLToPath(new URL("declared-names.txt", import.meta.url)), "utf8"));
const relations = tableOf(String(kernel.get(`kernel/include-relations/${KERNEL}.txt`)));

/** Our headers that Linux has as well. */
export const HEADERS = [...relations.keys()];

const ours = [...kernel]
  .filter(([path]) => /^kernel\/include\/.*\.h$/.test(path))
  .map(([, text]) => String(text))
  .join("\n");
const words = (pattern: RegExp): Set<string> =>
  new Set([...ours.matchAll(pattern)].map(([, name = ""]) => name));
const structs = words(/^struct (\w+)\s*\{/gm);
const unions = words(/^union (\w+)\s*\{/gm);
const enums = words(/^enum (\w+)\s*\{/gm);
const types = words(/^typedef [^;{]*?\(?\*?\b(\w+)\)?(?:\[[^\]]*\]|\([^)]*\))?;/gm);

/** A statement that compiles where the name is declared. */
function use(name: string): string {
  if (structs.has(name)) return `(void)sizeof(struct ${name});`;
  if (unions.has(name)) return `(void)sizeof(union ${name});`;
  if (enums.has(name)) return `(void)sizeof(enum ${name});`;
  return types.has(name) ? `(void)sizeof(${name});` : `(void)${name};`;
}

/** The names, of those that our headers have, that Linux's header makes visible. */
function visibleIn(header: string): string[] {
  const brought = new Set([header]);
  for (const name of brought)
    for (const next of relations.get(name) ?? []) if (!next.startsWith("+")) brought.add(next);
  return [...new Set([...brought].flatMap((name) => declared.get(name) ?? []))].toSorted();
}

/** Of some names, those that are unknown to a unit with these includes. */
async function unknown(includes: readonly string[], names: readonly string[]): Promise<string[]> {
  const head = [...includes.map((header) => `#include <${header}>`), "void use(void) {"];
  const uses = names.flatMap((name) => [`#ifndef ${name}`, use(name), "#endif"]);
  const unit = [...head, ...uses, "}\n"].join("\n");
  const source = new Map([["m.c", unit]]);
  const flags = moduleFlags({ kernel: KERNEL, arch: "x86_64" }, "m", [
    "-w",
    "-ferror-limit=0",
    "-fsyntax-only",
  ]);
  const files = new Map([...kernel, ...bringingHeaders(source, kernel, KERNEL), ...source]);
  const { stderr } = await toolchain.run("clang", [...flags, "m.c"], files, []);
  const elsewhere = /^(?!m\.c).*error: .*$/m.exec(stderr);
  if (elsewhere) throw new Error(elsewhere[0]);
  const lines = new Set([...stderr.matchAll(/^m\.c:(\d+):\d+: error/gm)].map(([, line]) => Number(line)));
  return names.filter((_, index) => lines.has(head.length + index * 3 + 2));
}

const all = [...new Set([...declared.values()].flat())];
/** Names of later kernels that a distribution took back into this one. */
const later = new Set(await unknown(HEADERS, all));

/** What Linux's header makes visible, our headers have, and ours of that name alone does not show. */
export function missingIn(header: string): Promise<string[]> {
  return unknown(
    [header],
    visibleIn(header).filter((name) => !later.has(name)),
  );
}
