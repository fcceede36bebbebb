import type { WitnessStep } from "../core/finding.ts";
import type { Style } from "./style.ts";

/**
 * An interleaving as kernel people write it in commit messages: time goes down, one column a task, and at the right what the
 * step does to the object in question. Long texts are wrapped inside their column.
 * @param width columns of the terminal
 */
export function columns(steps: readonly WitnessStep[], width: number, style: Style): string[] {
  const tasks = orderOfTasks(steps);
  const effects = steps.some(({ effect }) => effect !== undefined);
  const left = 5;
  const share = effects ? tasks.length + 1 : tasks.length;
  const each = Math.max(16, Math.floor((width - left) / share) - 2);
  if (share * 18 + left > width) return stacked(steps, style);
  const line = (number: string, cells: readonly string[]): string =>
    `${number.padStart(3)}  ${cells.map((cell) => cell.padEnd(each)).join("  ")}`.trimEnd();
  const out = [style.faint(line("", [...tasks, ...(effects ? [""] : [])]))];
  for (const step of steps) {
    const cells = tasks.map((task) => (task === taskOf(step) ? wrap(labelOf(step), each) : []));
    if (effects) cells.push(wrap(step.effect ?? "", each));
    const height = Math.max(1, ...cells.map((cell) => cell.length));
    for (let row = 0; row < height; row++) {
      out.push(line(row === 0 ? String(step.n) : "", cells.map((cell) => cell[row] ?? "")));
    }
  }
  return out;
}

/** insmod and rmmod are one column: the world that loads the module and takes it away. */
function taskOf({ task }: WitnessStep): string {
  return task === "insmod" || task === "rmmod" ? "insmod/rmmod" : task;
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
