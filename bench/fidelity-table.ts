/** What one `unoops confirm --json` said, as far as the table needs it. */
export interface Answer {
  /** Of `unoops run`: `bug`, `safe`, ... */
  readonly run: string;
  readonly rules: readonly string[];
  readonly played: readonly PlayedScenario[];
}

export interface PlayedScenario {
  readonly name: string;
  readonly outcome: string;
  readonly agreement: string;
  readonly titles: readonly string[];
  readonly traced: readonly string[];
}

/** A module on a kernel, as the page shows it. */
export interface Cell {
  /** What `run` said. */
  readonly run: string;
  readonly text: string;
  /** One line for each scenario that contradicts it. */
  readonly contradictions: readonly string[];
}

/** By kernel, then by module. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, Cell>>;

/** What `unoops run` must not be contradicted by. */
const DISAGREES = new Set(["other symptom", "not predicted"]);
const AGREES = new Set(["as predicted", "same crash", "as proven"]);

/** The page: a table of agreement, then every contradiction in full. */
export function fidelityPage(cells: Cells, date: string): string {
  const kernels = [...cells.keys()];
  const modules = [...new Set([...cells.values()].flatMap((column) => [...column.keys()]))];
  const head = ["module", "`run` says", ...kernels];
  const body = modules.map((module) => {
    const row = kernels.map((kernel) => cells.get(kernel)?.get(module));
    const said = [...new Set(row.flatMap((cell) => cell?.run ?? []))];
    return [module, said.join(" / "), ...row.map((cell) => cell?.text ?? "not run")];
  });
  const table = [head, head.map(() => "---"), ...body].map((words) => `| ${words.join(" | ")} |`);
  const bad = kernels.flatMap((kernel) => {
    const column = [...(cells.get(kernel) ?? [])];
    return column.flatMap(([module, { contradictions }]) =>
      contradictions.map((line) => `- ${module} on ${kernel}, ${line}`),
    );
  });
  return `# Fidelity: what \`run\` says against what real kernels do

Written by \`npm run fidelity\` on ${date}; do not edit. Each cell is the most telling thing that a kernel did when the module was
loaded, its threads got the witness's signals, and it was unloaded. *forced*: a copy of the source waited where the witness switches
tasks. **Bold**: \`run\` and the kernel contradict one another. *not seen*: the bug did not show itself, which refutes nothing.

${table.join("\n")}

## Contradictions

${bad.length > 0 ? bad.join("\n") : "None."}
`;
}

export function cellOf(answer: Answer): Cell {
  const run = [...new Set(answer.rules)].join(", ") || answer.run;
  const contradictions = answer.played
    .filter(({ agreement }) => DISAGREES.has(agreement))
    .map(({ name, agreement, outcome, titles, traced }) => {
      return `${name}: \`run\` says ${run}; ${agreement}: ${[outcome, ...titles, ...traced].join("; ")}`;
    });
  return { run, text: cellText(answer), contradictions: [...new Set(contradictions)] };
}

function cellText(answer: Answer): string {
  const one = telling(answer);
  if (!one) return "-";
  const what = one.titles.at(-1) ?? one.traced[0] ?? "";
  const how = one.name.includes("forced") ? ", forced" : "";
  const text = `${one.agreement}${how}: ${one.outcome}${what === "" ? "" : `, ${what}`}`;
  return DISAGREES.has(one.agreement) ? `**${text}**` : text;
}

/** A contradiction before all; else the scenario that agreed; else the last that was tried. */
function telling({ played }: Answer): PlayedScenario | undefined {
  const contradiction = played.find(({ agreement }) => DISAGREES.has(agreement));
  const bad = played.find(({ agreement, outcome }) => AGREES.has(agreement) && outcome !== "quiet");
  return contradiction ?? bad ?? played.find(({ agreement }) => AGREES.has(agreement)) ?? played.at(-1);
}
