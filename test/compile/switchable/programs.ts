import { array, constant, constantFrom, letrec, nat, oneof, option, record } from "fast-check";
import { writeTypes, I32, type FunctionType } from "../../../src/compile/wasm/functions.ts";
import { OPCODE } from "../../../src/compile/wasm/instructions.ts";
import { SECTION, writeSections } from "../../../src/compile/wasm/sections.ts";
import { VALUE } from "../../../src/compile/wasm/value-types.ts";
import { Writer } from "../../../src/compile/wasm/writer.ts";

/** What a generated function is made of. Numbers choose variables, labels and callees modulo how many there are. */
type Expression =
  | { readonly kind: "constant" | "get"; readonly n: number }
  | { readonly kind: "tee"; readonly n: number; readonly value: Expression }
  | { readonly kind: "add" | "less"; readonly a: Expression; readonly b: Expression }
  | { readonly kind: "choose"; readonly a: Expression; readonly b: Expression; readonly by: Expression }
  | { readonly kind: "wide"; readonly value: Expression }
  | { readonly kind: "call"; readonly n: number; readonly a: Expression; readonly b: Expression }
  | { readonly kind: "block"; readonly body: readonly Statement[]; readonly value: Expression }
  | {
      readonly kind: "either";
      readonly by: Expression;
      readonly first: readonly Statement[];
      readonly a: Expression;
      readonly second: readonly Statement[];
      readonly b: Expression;
    };

type Statement =
  | { readonly kind: "set"; readonly n: number; readonly value: Expression }
  | { readonly kind: "drop"; readonly value: Expression }
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "loop"; readonly times: number; readonly body: readonly Statement[] }
  | {
      readonly kind: "if";
      readonly by: Expression;
      readonly first: readonly Statement[];
      readonly second: readonly Statement[] | undefined;
    }
  | {
      readonly kind: "leave";
      readonly n: number;
      readonly value: Expression;
      readonly by: Expression | undefined;
    }
  | { readonly kind: "table"; readonly n: number; readonly by: Expression; readonly value: Expression };

export interface GeneratedFunction {
  readonly body: readonly Statement[];
  readonly value: Expression;
}

/** Parameters of each function; the others of its i32 variables are its own, and begin as 0. */
const PARAMS = 2;
const VARIABLES = 5;
/** Functions before the program's own: the import at which it may be switched away, and one at which it may not. */
const IMPORTS = 2;

const { tree } = letrec<{
  expression: Expression;
  statement: Statement;
  statements: Statement[];
  tree: GeneratedFunction[];
}>((tie) => {
  const n = nat(20);
  const expression = tie("expression");
  const statements = tie("statements");
  return {
    expression: oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      record({ kind: constantFrom("constant", "get"), n }),
      record({ kind: constant("tee"), n, value: expression }),
      record({ kind: constantFrom("add", "less"), a: expression, b: expression }),
      record({ kind: constant("choose"), a: expression, b: expression, by: expression }),
      record({ kind: constant("wide"), value: expression }),
      record({ kind: constant("call"), n, a: expression, b: expression }),
      record({ kind: constant("call"), n, a: expression, b: expression }),
      record({ kind: constant("block"), body: statements, value: expression }),
      record({
        kind: constant("either"),
        by: expression,
        first: statements,
        a: expression,
        second: statements,
        b: expression,
      }),
    ),
    statement: oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      record({ kind: constant("set"), n, value: expression }),
      record({ kind: constant("drop"), value: expression }),
      record({ kind: constant("block"), body: statements }),
      record({ kind: constant("loop"), times: nat(2), body: statements }),
      record({
        kind: constant("if"),
        by: expression,
        first: statements,
        second: option(statements, { nil: undefined }),
      }),
      record({
        kind: constant("leave"),
        n,
        value: expression,
        by: option(expression, { nil: undefined }),
      }),
      record({ kind: constant("table"), n, by: expression, value: expression }),
    ),
    statements: array(tie("statement"), { maxLength: 4 }),
    tree: array(record({ body: statements, value: expression }), { minLength: 1, maxLength: 3 }),
  };
});

/** Programs of a few functions, of which each calls those behind it and the imports; the first is the one to run. */
export const generatedPrograms = tree;

/** A program whose first function is exported as `main`, with the two imports, in the form that the linker leaves. */
export function encode(functions: readonly GeneratedFunction[]): Uint8Array {
  const binary: FunctionType = { params: [I32, I32], results: [I32] };
  const module = new Writer();
  module.u32(IMPORTS);
  for (const name of ["switching", "plain"]) {
    module.name("env");
    module.name(name);
    module.raw([0, 0]);
  }
  const declared = new Writer();
  declared.u32(functions.length);
  for (const _ of functions) declared.u32(0);
  const table = new Writer();
  table.raw([1, 0x70, 0]);
  table.u32(functions.length);
  const elements = new Writer();
  elements.raw([1, 0, OPCODE.i32const, 0, OPCODE.end]);
  elements.u32(functions.length);
  for (const number of functions.keys()) elements.u32(IMPORTS + number);
  const exported = new Writer();
  exported.u32(2);
  exported.name("main");
  exported.raw([0, IMPORTS]);
  exported.name("memory");
  exported.raw([2, 0]);
  const code = new Writer();
  code.u32(functions.length);
  for (const [number, generated] of functions.entries()) {
    const body = new FunctionWriter(number, functions.length).write(generated);
    code.u32(body.length);
    code.raw(body);
  }
  const global = [1, VALUE.i32, 1, OPCODE.i32const, 0, OPCODE.end];
  return writeSections([
    { id: SECTION.type, body: writeTypes([binary]) },
    { id: SECTION.import, body: module.take() },
    { id: SECTION.function, body: declared.take() },
    { id: 4, body: table.take() },
    { id: 5, body: new Uint8Array([1, 0, 1]) },
    { id: SECTION.global, body: new Uint8Array(global) },
    { id: SECTION.export, body: exported.take() },
    { id: SECTION.element, body: elements.take() },
    { id: SECTION.code, body: code.take() },
  ]);
}

/** Writes one generated function out as the binary format has it. */
class FunctionWriter {
  private readonly writer = new Writer();
  /** Whether each open label takes a value. */
  private readonly labels: boolean[] = [true];
  private readonly number: number;
  private readonly count: number;
  private loops = 0;

  constructor(number: number, count: number) {
    this.number = number;
    this.count = count;
  }

  write({ body, value }: GeneratedFunction): Uint8Array {
    // counters of loops come behind the variables
    this.writer.raw([1, VARIABLES - PARAMS + LOOPS, VALUE.i32]);
    this.statements(body);
    this.expression(value);
    this.byte(OPCODE.end);
    return this.writer.take();
  }

  private statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case "set":
        this.expression(statement.value);
        return this.local(OPCODE.localSet, statement.n);
      case "drop":
        this.expression(statement.value);
        return this.byte(OPCODE.drop);
      case "block":
        return this.block(OPCODE.block, EMPTY, () => this.statements(statement.body));
      case "loop":
        return this.loop(statement.times, statement.body);
      case "if":
        this.expression(statement.by);
        return this.block(OPCODE.if, EMPTY, () => {
          this.statements(statement.first);
          if (!statement.second) return;
          this.byte(OPCODE.else);
          this.statements(statement.second);
        });
      case "leave":
        return this.leave(statement.n, statement.value, statement.by);
      case "table": {
        // all labels of a table take a value, or none
        const depths = this.labels.flatMap((takes, depth) => (takes ? [this.labels.length - 1 - depth] : []));
        this.expression(statement.value);
        this.expression(statement.by);
        this.byte(OPCODE.brTable);
        this.writer.u32(depths.length);
        for (const depth of [...depths, depths[statement.n % depths.length] ?? 0]) this.writer.u32(depth);
      }
    }
  }

  private leave(n: number, value: Expression, by: Expression | undefined): void {
    const depth = n % this.labels.length;
    const takes = this.labels.at(-1 - depth) === true;
    if (takes) this.expression(value);
    if (by) this.expression(by);
    this.byte(by ? OPCODE.brIf : OPCODE.br);
    this.writer.u32(depth);
    if (by && takes) this.byte(OPCODE.drop);
  }

  private loop(times: number, body: readonly Statement[]): void {
    if (this.loops === LOOPS) return;
    const counter = VARIABLES + this.loops++;
    this.writer.raw([OPCODE.i32const, 0, OPCODE.localSet, counter]);
    this.block(OPCODE.block, EMPTY, () =>
      this.block(OPCODE.loop, EMPTY, () => {
        this.writer.raw([OPCODE.localGet, counter, OPCODE.i32const, times, OPCODE.i32gtu, OPCODE.brIf, 1]);
        this.writer.raw([
          OPCODE.localGet,
          counter,
          OPCODE.i32const,
          1,
          OPCODE.i32add,
          OPCODE.localSet,
          counter,
        ]);
        this.statements(body);
        this.writer.raw([OPCODE.br, 0]);
      }),
    );
  }

  private expression(expression: Expression): void {
    switch (expression.kind) {
      case "constant":
        this.byte(OPCODE.i32const);
        return this.writer.s32(expression.n);
      case "get":
        return this.local(OPCODE.localGet, expression.n);
      case "tee":
        this.expression(expression.value);
        return this.local(OPCODE.localTee, expression.n);
      case "add":
      case "less":
        this.expression(expression.a);
        this.expression(expression.b);
        return this.byte(expression.kind === "add" ? OPCODE.i32add : OPCODE.i32leu);
      case "choose":
        this.expression(expression.a);
        this.expression(expression.b);
        this.expression(expression.by);
        return this.byte(OPCODE.select);
      case "wide": // to a number of 64 bits and back
        this.expression(expression.value);
        return this.writer.raw([0xac, OPCODE.i64const, 3, 0x7c, 0xa7]);
      case "call":
        this.expression(expression.a);
        this.expression(expression.b);
        return this.call(expression.n);
      case "block":
        return this.block(OPCODE.block, VALUE.i32, () => {
          this.statements(expression.body);
          this.expression(expression.value);
        });
      case "either":
        this.expression(expression.by);
        return this.block(OPCODE.if, VALUE.i32, () => {
          this.statements(expression.first);
          this.expression(expression.a);
          this.byte(OPCODE.else);
          this.statements(expression.second);
          this.expression(expression.b);
        });
    }
  }

  /** An import, a function further on, or one through the table. */
  private call(n: number): void {
    const later = this.count - 1 - this.number;
    const choice = n % (IMPORTS + 2 * later);
    if (choice < IMPORTS + later) {
      const target = choice < IMPORTS ? choice : this.number + 1 + choice;
      return this.writer.raw([OPCODE.call, target]);
    }
    const index = this.number + 1 + choice - IMPORTS - later;
    this.writer.raw([OPCODE.i32const, index, OPCODE.callIndirect, 0, 0]);
  }

  private block(opcode: number, type: number, body: () => void): void {
    this.writer.raw([opcode, type]);
    this.labels.push(type !== EMPTY && opcode !== OPCODE.loop);
    body();
    this.labels.pop();
    this.byte(OPCODE.end);
  }

  private local(opcode: number, n: number): void {
    this.writer.raw([opcode, n % VARIABLES]);
  }

  private byte(byte: number): void {
    this.writer.byte(byte);
  }
}

const EMPTY = 0x40;
/** Loops a function has at most. */
const LOOPS = 3;
