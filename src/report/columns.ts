import type { WitnessStep } from "../core/finding.ts";
import type { Style } from "./style.ts";

/**
 * An interleaving as kernel people write it in commit messages: time goes down, one column a task, and at the right what the
 * step does to the object in question. Long texts are wrapped inside their column.
 * @param width columns of the terminal
 */
export function columns(steps: readonly WitnessStep[], width: number, style: Style): string[] {
  const joined = joinOutside(steps);
  return (
    sideBySide(steps, width, style, WHOLE_WORDS) ??
    sideBySide(joined, width, style, WHOLE_WORDS) ??
    sideBySide(joined, width, style, CUT_WORDS) ??
    stacked(steps, style)
  );
}

/** The least width of a column: that of its longest word, or as little as there is. */
type Least = (column: readonly string[]) => number;
const WHOLE_WORDS: Least = longestWord;
const CUT_WORDS: Least = () => 0;

/** One column a task; undefined where they do not fit. */
function sideBySide(
  steps: readonly WitnessStep[],
  width: number,
  style: Style,
  least: Least,
): string[] | undefined {
  const tasks = orderOfTasks(steps);
  const effects = steps.some(({ effect }) => effect !== undefined);
  const heads = [...tasks, ...(effects ? [""] : [])];
  const texts = heads.map((task, i) => [
    task,
    ...steps.map((step) =>
      i === tasks.length ? (step.effect ?? "") : taskOf(step) === task ? labelOf(step) : "",
    ),
  ]);
  const room = width - LEFT - 2 * heads.length;
  const natural = texts.map(longest);
  const widths = fit(natural, texts.map(least), room);
  if (!widths) return undefined;
  const line = (number: string, cells: readonly string[]): string =>
    `${number.padStart(LEFT - 2)}  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd();
  const out = [style.faint(line("", heads))];
  for (const [row, { n }] of steps.entries()) {
    const cells = texts.map((column, i) => wrap(column[row + 1] ?? "", widths[i] ?? 1));
    const height = Math.max(1, ...cells.map((cell) => cell.length));
    for (let at = 0; at < height; at++)
      out.push(
        line(
          at === 0 ? String(n) : "",
          cells.map((cell) => cell[at] ?? ""),
        ),
      );
  }
  return out;
}

/** Columns before the first task: the step's number and two spaces. */
const LEFT = 5;
const NARROWEST = 14;

/** Takes from the widest columns until all fit; undefined when one would get narrower than its least width. */
function fit(natural: readonly number[], least: readonly number[], room: number): number[] | undefined {
  const widths = [...natural];
  const spare = (i: number): number => widths[i]! - Math.max(least[i] ?? 0, Math.min(NARROWEST, natural[i]!));
  for (let over = widths.reduce((total, width) => total + width, 0) - room; over > 0; over--) {
    const widest = [...widths.keys()]
      .filter((i) => spare(i) > 0)
      .toSorted((a, b) => widths[b]! - widths[a]!)[0];
    if (widest === undefined) return undefined;
    widths[widest]!--;
  }
  return widths;
}

function longest(column: readonly string[]): number {
  return Math.max(...column.map((text) => text.length));
}

function longestWord(column: readonly string[]): number {
  return longest(column.flatMap((text) => text.split(" ")));
}

const OUTSIDE = new Set(["rcu", "user space"]);

/** What RCU and user space do stands in the thread's column, with their name, where there is room for no more than two. */
function joinOutside(steps: readonly WitnessStep[]): WitnessStep[] {
  const thread = steps.find((step) => !OUTSIDE.has(step.task) && taskOf(step) !== LOADER)?.task;
  return steps.map((step) =>
    thread !== undefined && OUTSIDE.has(step.task)
      ? { ...step, task: thread, text: `${step.task}: ${step.text}` }
      : step,
  );
}

const LOADER = "insmod/rmmod";

/** insmod and rmmod are one column: the world that loads the module and takes it away. */
function taskOf({ task }: WitnessStep): string {
  return task === "insmod" || task === "rmmod" ? LOADER : task;
}

function orderOfTasks(steps: readonly WitnessStep[]): string[] {
  return [...new Set(steps.map(taskOf))];
}

function labelOf({ text, file, line }: WitnessStep): string {
  return file === undefined ? text : `${text}  ${file.split("/").at(-1)}:${line}`;
}

function stacked(steps: readonly WitnessStep[], style: Style): string[] {
  return steps.flatMap((step) => {
    const head = `${String(step.n).padStart(3)}  ${style.strong(taskOf(step))}: ${labelOf(step)}`;
    return step.effect === undefined ? [head] : [head, `     ${step.effect}`];
  });
}

export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  lines.push(line);
  return lines.map((part) => part.trimEnd());
}
