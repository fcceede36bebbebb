import { KERNEL_DIR } from "../compile/flags.ts";
import { AROUND_PART, ASSUMING } from "../compile/program.ts";
import type { SourceFile } from "../source/index.ts";
import { callbacksOf } from "./callbacks.ts";
import { Declarations, headOf } from "./declarations.ts";
import { Driver, returnsNothing } from "./driver.ts";
import type { Declared, Extent, SliceFacts } from "./facts.ts";
import { Harness } from "./harness.ts";
import { KeptCalls } from "./kept-calls.ts";
import { lifecycleOf, pairedIn, type Lifecycle, type Role } from "./lifecycle.ts";
import { managedOnly } from "./managed.ts";
import type { ModelNames } from "./model-names.ts";
import { openEnds } from "./open-ends.ts";
import { successMarks, throughName } from "./success-marks.ts";
import { endsName } from "./statements.ts";
import { Slicer, type KeptFunction } from "./slicer.ts";

/** A smaller program made from a driver: what its threads do and what is done with them, with the kernel around it. */
export interface Slice {
  readonly text: string;
  /** Functions of which something was kept, in the order of the files. */
  readonly kept: readonly string[];
  readonly functions: number;
  /** Calls on threads that are missing in it. */
  readonly lost: readonly string[];
  /** Functions that create a thread whose end hangs on the order of operations, which names do not tell. */
  readonly open: readonly string[];
  readonly isOutline: boolean;
  /** Whether a file that was read says that the module can be unloaded, or cannot; undefined where none says. */
  readonly unloads: boolean | undefined;
  /** Whether a thread is stopped in it, by somebody who does more than take back its creation. */
  readonly stops: boolean;
  /** What each line of the text above the functions declares, by line from 1: for those that do not compile. */
  readonly declared: readonly Declared[];
}

/** A driver as it was read: its files, its own headers, and those of the kernel's that it needs. */
export interface DriverFiles {
  readonly files: readonly SourceFile[];
  readonly own: readonly SourceFile[];
  readonly foreign: readonly SourceFile[];
  /** Whether its Makefile never makes a module of it. */
  readonly isBuiltIn: boolean;
}

/** Makes slices of one driver; a line that the compiler refused can be left to the environment, and the slice made again. */
export class DriverSlicer {
  private readonly driver: Driver;
  private readonly slicer: Slicer;

  /** @param refused lines that the compiler refused in another slice of the driver; those that it refuses in this one are added */
  constructor(
    { files, own, foreign, isBuiltIn }: DriverFiles,
    model: ModelNames,
    extent: Extent,
    refused: Set<string>,
  ) {
    this.driver = new Driver(files, own, foreign, model, isBuiltIn);
    this.slicer = new Slicer(this.driver, extent, refused);
  }

  /** Whether the driver has a thread at all. */
  get threads(): ReadonlySet<string> {
    return this.slicer.threads;
  }

  /** @returns whether that is news */
  refuse(file: string, line: number): boolean {
    return this.slicer.facts.refuse(file, line);
  }

  /** Takes back what a line above the functions declares. */
  refuseDeclared({ key, fn }: Declared): boolean {
    const { facts } = this.slicer;
    if (fn !== undefined) {
      this.driver.functions.delete(fn);
      return facts.kept.delete(fn);
    }
    if (key === undefined || facts.undeclared.has(key)) return false;
    facts.needed.delete(key);
    return facts.grow(facts.undeclared, key);
  }

  slice(): Slice {
    const { driver, slicer } = this;
    const { facts } = slicer;
    const kept = slicer.kept();
    const calls = new KeptCalls(driver, facts, slicer.threads, kept);
    const roots = this.roots(kept, calls);
    const life = lifecycleOf(driver, roots, (name) => calls.role(name));
    const harness = new Harness(driver, facts, life, calls.makes(), (name) => calls.role(name).makes);
    for (const tag of harness.tags()) facts.tags.add(tag);
    const through = [...successMarks(driver).keys()].map(
      (name) => `static volatile int ${throughName(name)};`,
    );
    const errors = driver.tellsErrorsApart ? CREATED : [];
    const head = [...headLines(driver.model, facts), ...errors, ...endsOf(life, facts), ...through].map(
      (text): Declared => ({ text }),
    );
    const stops = roots.some((name) => endsThreads(calls.role(name)));
    const open = openEnds(driver, facts, kept, life, roots, calls);
    const declared = [...head, ...new Declarations(driver, facts, kept).lines()];
    const lines = [
      ...declared.map(({ text }) => text),
      ...kept.flatMap((one) => ["", ...functionLines(one)]),
    ].map((text) => withoutUnions(text, driver));
    lines.push("", `#line 1 "${AROUND_PART}"`, ...harness.lines(calls, stops));
    return {
      text: `${lines.join("\n")}\n`,
      kept: kept.map(({ fn }) => fn.name),
      functions: driver.functions.size,
      lost: [...facts.lost],
      open,
      isOutline: facts.isOutline,
      unloads: driver.unloads(),
      stops,
      declared,
    };
  }

  /** Kept functions that the kernel calls: no kept text does, or a table of operations has them. */
  private roots(kept: readonly KeptFunction[], calls: KeptCalls): string[] {
    const mentioned = calls.mentioned();
    const names = kept.map(({ fn }) => fn.name).filter((name) => !this.slicer.threads.has(name));
    // what the kernel calls to end something the driver often calls too, where beginning it fails
    const paired = pairedIn(this.driver, names);
    // what the module begins and ends with is called by the kernel, though the one may call the other where it fails
    const entries = new Set(
      this.driver.files.flatMap(({ topLevelCalls }) =>
        topLevelCalls.filter((call) => ENTRY.test(call.name)).flatMap(({ args: [name] }) => name ?? []),
      ),
    );
    // what work calls that something kept queues
    const callbacks = new Set(
      [...callbacksOf(this.driver)].flatMap(([key, fn]) => (mentioned.has(key.slice(1)) ? [fn] : [])),
    );
    const roots = names.filter(
      (name) => (!mentioned.has(name) && !callbacks.has(name)) || paired.has(name) || entries.has(name),
    );
    const managed = managedOnly(this.driver, roots);
    return roots.filter((name) => !managed.has(name));
  }
}

/** What creates threads too may stop them only where it fails. */
function endsThreads({ stops, creates, isToggle }: Role): boolean {
  return stops && (!creates || isToggle);
}

/**
 * A creation fails with -ENOMEM, with -EINTR where who creates is killed meanwhile, or with -EAGAIN where there are as many tasks as
 * may be (kernel/kthread.c, kernel/fork.c); few drivers tell these apart.
 */
const CREATED = [
  "static struct task_struct *unoops_created(struct task_struct *task)",
  "{",
  `\tlong error = IS_ERR(task) ? unoops_value("${ASSUMING}the creation fails with another error", -ENOMEM, -EINTR, -EAGAIN) : 0;`,
  "\treturn error ? ERR_PTR(error) : task;",
  "}",
];

const ENTRY = /^module_(init|exit)$/;

/** A union is declared as a struct that holds one: what makes and hands out objects names them all alike. */
function withoutUnions(text: string, driver: Driver): string {
  return text.replace(/\bunion (\w+)/g, (union, tag: string) =>
    driver.isKnownStruct(tag) ? union : `struct ${tag}`,
  );
}

/** The model's headers; what comes next is quoted nowhere, since it is ours. */
function headLines({ headers }: ModelNames, { awaited, fixed, isGenerous }: SliceFacts): string[] {
  return [
    "/* The part of a driver that its kernel threads live in; every line is the driver's own, or says what stands for the rest. */",
    ...headers.map((name) => `#include <${name}>`),
    "#include <unoops/slice.h>",
    `#line ${headers.length + 4} "${KERNEL_DIR}/include/${DECLARED}"`,
    "static void unoops_meanwhile(void);",
    ...[...awaited].map((field) => `static void unoops_comes_${field}(void);`),
    "static volatile int unoops_device;",
    `static volatile int unoops_answers[${(isGenerous ? 2 : 1) * (fixed.size + 1)}];`,
    `#define unoops_answer(test) unoops_answers[${isGenerous ? `(test) + unoops_device * ${fixed.size + 1}` : "test"}]`,
  ];
}

/** Whether a function that refuses arguments ends what was begun with them: then they are in order. */
function endsOf({ binds, sessions }: Lifecycle, { checksArguments }: SliceFacts): string[] {
  const sure = [...binds, ...sessions].filter(({ isGuess }) => !isGuess);
  const isEnd = (name: string): boolean =>
    sure.some(({ begin, ends }) => begin !== name && ends.includes(name));
  return [...checksArguments].map((name) => `enum { ${endsName(name)} = ${isEnd(name) ? 1 : 0} };`);
}

/** The header that the compiler takes for what a slice declares: it lies beside ours, which no witness quotes. */
export const DECLARED = "unoops/declared.h";

function functionLines({ fn, body }: KeptFunction): string[] {
  const { line: first } = fn.file.place(fn.start);
  const lines = [`#line ${first} ${JSON.stringify(fn.file.path)}`, headOf(fn), "{"];
  let at = first + 2;
  let depth = 1;
  for (const { line, text } of body.lines) {
    if (line !== at) {
      lines.push(`#line ${line}`);
      at = line;
    }
    if (text.startsWith("}")) depth--;
    lines.push("\t".repeat(depth) + text);
    if (text.endsWith("{")) depth++;
    at++;
  }
  const returns = /^(return|goto)\b/.test(body.lines.at(-1)?.text ?? "");
  if (!returns && !returnsNothing(fn)) lines.push("\treturn 0;");
  lines.push("}");
  return lines;
}
