/**
 * Reads from kernel trees which of the headers that we have bring which others along, and which of our names each declares.
 *
 *   npx jiti bench/header-facts.ts        (after bench/fetch-trees.ts)
 *
 * Writes `src/kernel/include-relations/VERSION.txt`, lines of `header: headers that it brings`, without those that another of
 * the line brings; `+header` is one of ours that has what Linux's header has itself, and brings nothing else. And `test/compile/declared-names.txt`, for the newest kernel with long support, lines of `header: names`. Facts only.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

const trees = process.env["UNOOPS_TREES"] ?? join(homedir(), ".cache", "unoops", "trees");
const root = new URL("..", import.meta.url).pathname;
const include = join(root, "src/kernel/include");
const OURS = readdirSync(include, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".h") && !name.startsWith("unoops/"))
  .toSorted();
const NAMES_OF = "6.12";

/** Where an include is looked for; what the build generates for asm/ comes from asm-generic/. */
const PLACES = [
  "arch/x86/include/",
  "include/",
  "arch/x86/include/uapi/",
  "include/uapi/",
  "include/asm-generic/",
  "include/uapi/asm-generic/",
];

/** Conditions that do not hold when a module of an ordinary 64 bit kernel is compiled. */
const UNUSUAL =
  /__ASSEMBL|PREEMPT_RT|X86_32|CONFIG_UML|BOOT_COMPILE|__GENKSYMS__|_SETUP|^0$|XEN_PV\b|__BINDGEN|^!\s*(?:defined|IS_ENABLED)/;

const texts = new Map<string, string>();

function textOf(path: string): string {
  let text = texts.get(path);
  if (text === undefined) {
    text = readFileSync(path, "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, " ")
      .replace(/\/\/.*/g, "")
      .replace(/\\\n/g, " ");
    texts.set(path, text);
  }
  return text;
}

function resolve(tree: string, name: string, from?: string): string | undefined {
  const candidates = PLACES.map((place) =>
    place.endsWith("asm-generic/") ? join(tree, place, name.replace(/^asm\//, "")) : join(tree, place, name),
  );
  if (from !== undefined) candidates.push(join(dirname(from), name));
  return candidates.find(
    (path, index) =>
      (PLACES[index]?.endsWith("asm-generic/") ? name.startsWith("asm/") : true) && existsSync(path),
  );
}

/** What a header includes, as far as an ordinary configuration goes; options count as set. */
function includesOf(path: string): string[] {
  const open: boolean[] = [];
  const found: string[] = [];
  for (const [, word = "", rest = ""] of textOf(path).matchAll(
    /^[ \t]*#[ \t]*(ifdef|ifndef|if|elif|else|endif|include)\b[ \t]*(.*)$/gm,
  )) {
    const condition = rest.trim();
    if (word === "if" || word === "ifdef") open.push(!UNUSUAL.test(condition));
    else if (word === "ifndef")
      open.push(UNUSUAL.test(condition) || !/^(?:CONFIG_|__KERNEL__)/.test(condition));
    else if (word === "endif") open.pop();
    else if (word === "else" || word === "elif") open.push(open.pop() === false && !UNUSUAL.test(condition));
    else if (open.every(Boolean)) {
      const name = /^[<"]([^>"]+)[>"]/.exec(condition)?.[1];
      if (name !== undefined) found.push(name);
    }
  }
  return found;
}

/** All files that a header brings, itself included. */
function broughtBy(tree: string, start: string): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const name of includesOf(path)) {
      const next = resolve(tree, name, path);
      if (next !== undefined) queue.push(next);
    }
  }
  return seen;
}

/** Which of our headers declare a name, and which of ours each of them brings by itself. */
const declaring = new Map<string, string[]>();
const ownReach = new Map<string, Set<string>>();
for (const header of OURS) {
  for (const name of declaredIn(textOf(join(include, header))))
    declaring.set(name, [...(declaring.get(name) ?? []), header]);
}
for (const header of OURS) {
  const seen = new Set<string>();
  const queue = [header];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name) || !OURS.includes(name)) continue;
    seen.add(name);
    queue.push(...includesOf(join(include, name)));
  }
  ownReach.set(header, seen);
}

/** Ours that have a name which the real header declares itself, where nothing else brings that name along. */
function elsewhere(header: string, real: string, brought: ReadonlySet<string>): Set<string> {
  const near = new Set([header, ...brought].flatMap((name) => [...(ownReach.get(name) ?? [])]));
  const places = [...new Set(declaredIn(textOf(real)))].flatMap((name) => {
    const all = declaring.get(name) ?? [];
    return name.startsWith("_") || all.some((place) => near.has(place)) ? [] : all.slice(0, 1);
  });
  return new Set(places);
}

interface Relations {
  readonly brought: ReadonlySet<string>;
  readonly elsewhere: ReadonlySet<string>;
}

/** Each of our headers with those of ours that the real one brings. */
function relations(version: string): Map<string, Relations> {
  const tree = join(trees, version);
  const real = new Map(
    OURS.flatMap((name) => {
      const path = resolve(tree, name);
      return path === undefined ? [] : [[name, path] as const];
    }),
  );
  return new Map(
    [...real].map(([name, path]) => {
      const files = broughtBy(tree, path);
      const brought = new Set(
        [...real].filter(([other, at]) => other !== name && files.has(at)).map(([other]) => other),
      );
      return [name, { brought, elsewhere: elsewhere(name, path, brought) }];
    }),
  );
}

/** Without what another header of the line brings; of headers that bring each other, the first stands for all. */
function reduced(all: ReadonlyMap<string, Relations>): string {
  const reaches = (from: string, to: string): boolean => all.get(from)?.brought.has(to) === true;
  const lines = [...all].map(([name, { brought, elsewhere: others }]) => {
    const direct = [...brought].filter(
      (one) =>
        ![...brought].some(
          (other) =>
            other !== one &&
            reaches(other, one) &&
            (!reaches(one, other) || other < one) &&
            !reaches(other, name),
        ),
    );
    return `${name}: ${[...direct, ...[...others].map((other) => `+${other}`)].join(" ")}\n`;
  });
  return lines.join("");
}

/** The names that our headers declare. */
function ownNames(): Set<string> {
  const names = OURS.flatMap((header) => declaredIn(textOf(join(include, header))));
  return new Set(names.filter((name) => !/^(?:_|unoops_|UNOOPS_)/.test(name)));
}

/** Macros, functions, variables, types and constants that a header's text declares. */
function declaredIn(text: string): string[] {
  const patterns = [
    /^[ \t]*#[ \t]*define[ \t]+(\w+)/gm,
    /^(?:struct|union|enum) (\w+)\s*\{/gm,
    /^typedef [^;{]*?\b(\w+)(?:\[[^\]]*\])?;/gm,
    /^(?:extern |static |inline |__always_inline |const |unsigned |signed |struct |union |enum |__\w+ )*\w+(?:[ \t*]+(?:__\w+[ \t]+)*)(\w+)\([^;]*?\)[^;{]*[;{]/gm,
    /^extern [^;(]*?\b(\w+)(?:\[[^\]]*\])?;/gm,
  ];
  const enums = [...text.matchAll(/\benum(?: \w+)?\s*\{([^}]*)\}/g)].flatMap(([, body = ""]) =>
    [...body.matchAll(/(?:^|,)\s*([A-Za-z]\w*)/g)].map(([, name = ""]) => name),
  );
  return [
    ...patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = ""]) => name)),
    ...enums,
  ];
}

const folder = join(root, "src/kernel/include-relations");
mkdirSync(folder, { recursive: true });
for (const version of readdirSync(trees).toSorted()) {
  const all = relations(version);
  writeFileSync(join(folder, `${version}.txt`), reduced(all));
  console.log(
    `${version}: ${[...all.values()].reduce((sum, { brought }) => sum + brought.size, 0)} relations of ${all.size} headers`,
  );
}
const known = ownNames();
const lines = OURS.flatMap((header) => {
  const path = resolve(join(trees, NAMES_OF), header);
  const names =
    path === undefined
      ? []
      : [...new Set(declaredIn(textOf(path)))].filter((name) => known.has(name)).toSorted();
  return names.length > 0 ? [`${header}: ${names.join(" ")}\n`] : [];
});
writeFileSync(join(root, "test/compile/declared-names.txt"), lines.join(""));
console.log(`${NAMES_OF}: ${lines.join("").split(/\s+/).length} names`);
