/**
 * A driver with what it has for each processor in arrays, which a part knows: `per_cpu(name, cpu)` becomes `name[cpu]`, and what goes over processors a
 * counting loop (include/linux/percpu-defs.h, percpu.h, cpumask.h). Lines stay where they are.
 */
export function withoutPerCpu(text: string): string {
  if (!SPEAKS_OF_CPUS.test(text)) return text;
  const declared = text
    .replace(DECLARES, (_, type: string, name: string) => `${type.trim()} ${name}[${CPUS}]`)
    .replace(LOOPS, (_, cpu: string) => `for (${cpu} = 0; ${cpu} < ${CPUS}; ${cpu}++)`)
    .replace(ALLOCATES, (_, type: string) => `kcalloc(${CPUS}, sizeof(${type}), GFP_KERNEL)`);
  return withElements(declared);
}

const SPEAKS_OF_CPUS =
  /\bper_cpu\w*\s*\(|_PER_CPU\w*\s*\(|_cpu_ptr\s*\(|\bfor_each_\w*cpu\w*\s*\(|\balloc_percpu/;

/** How many there are, which nothing tells. */
const CPUS = "unoops_cpus";

const DECLARES = /\b(?:DEFINE|DECLARE)_PER_CPU\w*\s*\(([^;()]*?),\s*(\w+)\s*\)/g;

const LOOPS =
  /\bfor_each_(?:(?:online|possible|present)_cpu\s*\(\s*(?=\w+\s*\))|cpu\s*\(\s*(?=\w+\s*,))(\w+)[^;{}()]*(?:\([^()]*\)[^;{}()]*)?\)/g;

const ALLOCATES = /\balloc_percpu(?:_gfp)?\s*\(\s*([\w\s*]+?)\s*(?:,[^()]*)?\)/g;

/** What gives one processor's: the argument that says which, or this one's. */
const ELEMENT = /\b(per_cpu(?:_ptr)?|(?:this|raw|get)_cpu_ptr|get_cpu_var)\s*\(/;

function withElements(text: string): string {
  let done = "";
  let rest = text;
  for (let match = ELEMENT.exec(rest); match; match = ELEMENT.exec(rest)) {
    const [head, macro = ""] = match;
    const from = match.index + head.length;
    const args = argumentsAt(rest, from);
    const isDefinition = /^[ \t]*#[ \t]*define\b[^\n]*$/m.test(
      rest.slice(rest.lastIndexOf("\n", match.index) + 1, match.index),
    );
    if (!args || isDefinition) {
      done += rest.slice(0, from);
      rest = rest.slice(from);
      continue;
    }
    const [what = "", cpu = "raw_smp_processor_id()"] = args.texts.map((one) => withElements(one.trim()));
    const isPointer = macro.endsWith("_ptr");
    const [, variable] = /^&\s*(\w+)$/.exec(what) ?? [];
    const element = `${isPointer ? (variable ?? what) : what}[${cpu}]`;
    done += `${rest.slice(0, match.index)}${isPointer ? `(&${element})` : element}`;
    rest = rest.slice(args.end);
  }
  return done + rest;
}

/** The arguments of a call, from behind its bracket on, and where it ends; undefined where it has no end, or goes over several lines. */
function argumentsAt(
  text: string,
  from: number,
): { readonly texts: string[]; readonly end: number } | undefined {
  const texts: string[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === "\n" || char === ";") return undefined;
    if (char === "(" || char === "[") depth++;
    if (char === "," && depth === 0) {
      texts.push(text.slice(start, at));
      start = at + 1;
    }
    if (char !== ")" && char !== "]") continue;
    if (depth === 0) return { texts: [...texts, text.slice(start, at)], end: at + 1 };
    depth--;
  }
  return undefined;
}
