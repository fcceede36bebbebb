import {
  calleeName,
  innerStatements,
  walkExpressions,
  withoutCasts,
  type CFunction,
  type Expr,
  type SourceFile,
  type Stmt,
} from "../../source/index.ts";
import { binaryWrites, tableMembers } from "./tables.ts";

/** Where numbers come from: calls that put them into some of their arguments, that return them, and names that hold them from the first. */
export interface Origin {
  readonly puts: readonly (readonly [calls: RegExp, from: number, to?: number])[];
  readonly returns: RegExp;
  readonly names: (file: SourceFile) => readonly string[];
  /** Any character that is compared counts, wherever it comes from: a text of the origin's has it. */
  readonly givesTexts: boolean;
}

/** By calls that read numbers from a text, or copy what user space has (lib/kstrtox.c, lib/vsprintf.c). */
export const USER: Origin = {
  puts: [
    [/^(kstrto\w+|strict_strto\w+)$/, -1],
    [
      /^(copy_from_user|_copy_from_user|raw_copy_from_user|__copy_from_user(_inatomic)?|get_user|__get_user|_?copy_from_iter(_full)?|strncpy_from_user)$/,
      0,
      1,
    ],
    [/^simple_write_to_buffer$/, 0, 1],
    [/^sscanf$/, 2],
    [/^debugfs_create_(u8|u16|u32|u64|x8|x16|x32|x64|ulong|size_t|atomic_t|bool)$/, 3, 4],
  ],
  returns: /^(simple_strto\w+|memparse|v?memdup_user(_nul)?)$/,
  names: (file) => [...parametersOfModule(file).map(({ variable }) => variable), ...variablesOfTables(file)],
  givesTexts: true,
};

/** By calls that read registers, messages on buses, and properties of the device tree. */
export const DEVICE: Origin = {
  puts: [
    [/^(regmap_read|regmap_bulk_read)$/, 2, 3],
    [/^(i2c_master_recv|spi_read)$/, 1, 2],
    [/^(spi_write_then_read|i2c_smbus_read_i2c_block_data)$/, 3, 4],
    [/^(of|device|fwnode)_property_read_u(8|16|32|64)(_index|_array)?$/, 2],
  ],
  returns:
    /^((__raw_)?read[bwlq](_relaxed)?|ioread(8|16|32)(be)?|in[bwl](_p)?|i2c_smbus_read_\w+|spi_w8r\w+)$/,
  names: () => [],
  givesTexts: false,
};

/** How long a text is. */
export const LENGTH: Origin = { puts: [], returns: /^strn?len$/, names: () => [], givesTexts: false };

/** One variable, whoever sets it. */
export function variableNamed(name: string): Origin {
  return { puts: [], returns: /(?!)/, names: () => [name], givesTexts: false };
}

/** Whether an expression is a call that returns such numbers. */
export function comesFrom({ returns }: Origin, expr: Expr): boolean {
  return expr.kind === "call" && returns.test(calleeName(expr) ?? "");
}

/** Names of variables, members, parameters and functions (`name()`) that hold what comes from user space, or devices, whatever function they stand in. */
export function namesFrom(origin: Origin, functions: readonly CFunction[]): ReadonlySet<string> {
  const { puts, names: first } = origin;
  const names = new Set<string>(functions.flatMap(({ file }) => first(file)));
  const own = new Map(functions.map((fn) => [fn.name, fn]));
  const holds = (expr: Expr): boolean => {
    const behind = withoutCasts(expr);
    return comesFrom(origin, behind) || namesOf(behind).some((name) => names.has(name));
  };
  const visit = (expr: Expr): void => {
    if (expr.kind === "assign") {
      if (holds(expr.value)) addTo(names, expr.target);
    } else if (expr.kind === "call") {
      const callee = calleeName(expr) ?? "";
      const [to, source] = expr.args;
      if (to && source && COPIES.test(callee) && holds(source)) addTo(names, to);
      for (const [calls, from, end] of puts)
        if (calls.test(callee)) for (const arg of expr.args.slice(from, end)) addTo(names, arg);
      for (const [index, { name }] of (own.get(callee)?.parameters ?? []).entries()) {
        const arg = expr.args[index];
        if (arg && holds(arg)) names.add(name);
      }
    }
  };
  const walk = (stmt: Stmt, fn: string): void => {
    if (stmt.kind === "decl")
      for (const { name, init } of stmt.declarators) if (init && holds(init)) names.add(name);
    if (stmt.kind === "return" && stmt.value && holds(stmt.value)) names.add(`${fn}()`);
    for (const inner of innerStatements(stmt)) walk(inner, fn);
  };
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const { name, body } of functions) {
      if (!body) continue;
      walkExpressions(body, visit);
      walk(body, name);
    }
  }
  return names;
}

function addTo(names: Set<string>, target: Expr): void {
  const [innermost] = namesOf(target);
  if (innermost !== undefined) names.add(innermost);
}

/** What makes another number of one, in a way that can be undone. */
export const ARITHMETIC = /^(&|>>|[-+*/%])$/;

/** Calls that return the number they are given, on a machine whose lowest byte comes first. */
const SAME_NUMBER = /^(le(16|32|64)_to_cpu|get_unaligned(_le(16|32|64))?|READ_ONCE)$/;

/** Calls that copy what lies at their second argument to where the first one points (lib/string.c). */
const COPIES = /^(mem(cpy|move)|str(n|l|s)?cpy|strscpy)$/;

/** The names along `a->b.c`, what it is first; empty for what is no place. */
export function namesOf(expr: Expr): string[] {
  switch (expr.kind) {
    case "name":
      return [expr.name];
    case "member":
      return [expr.field, ...namesOf(expr.object)];
    case "index":
      return namesOf(expr.object);
    case "unary":
    case "cast":
      return namesOf(expr.operand);
    case "call": {
      const [arg] = expr.args;
      const name = calleeName(expr) ?? "";
      return arg && SAME_NUMBER.test(name) ? namesOf(arg) : [`${name}()`];
    }
    // made of the number: `status & MASK`, `status >> 4`, `level / 10`
    case "binary":
      return ARITHMETIC.test(expr.op) ? namesOf(expr.left) : [];
    default:
      return [];
  }
}

/** `module_param(level, int, 0644)`: insmod gives it a value, and root writes it while the module is there. */
export function parametersOfModule({
  topLevelCalls,
}: SourceFile): { readonly name: string; readonly variable: string }[] {
  return topLevelCalls.flatMap(({ name, args: [first, second] }) => {
    if (first === undefined) return [];
    if (/^module_param(_array)?$/.test(name)) return [{ name: first, variable: first }];
    return name === "module_param_named" && second !== undefined ? [{ name: first, variable: second }] : [];
  });
}

/** Which parameter of a function in a table is a number of user space's, by the member: file_operations, led_classdev, hwmon_ops, iio_info. */
const NUMBERS_IN: Readonly<Record<string, number>> = {
  unlocked_ioctl: 2,
  brightness_set: 1,
  brightness_set_blocking: 1,
  write: 4,
  write_raw: 2,
};

/** What functions in tables call such parameters, and the variables of files whose handler is the kernel's (`.data = &level`). */
function variablesOfTables(file: SourceFile): string[] {
  const { functions, topLevelCalls } = file;
  const names: (string | undefined)[] = [];
  const parameter = (fn: string | undefined, index: number): string | undefined =>
    fn === undefined ? undefined : functions.get(fn)?.parameters[index]?.name;
  for (const { field, value } of tableMembers(file)) {
    const index = NUMBERS_IN[field];
    if (index !== undefined && value.kind === "name") names.push(parameter(value.name, index));
    if (field === "data") names.push(namesOf(value)[0]);
  }
  for (const { parameters } of binaryWrites(file)) names.push(parameters[3]?.name);
  for (const { name, args } of topLevelCalls)
    if (/^DEFINE_(SIMPLE|DEBUGFS)_ATTRIBUTE$/.test(name)) names.push(parameter(args[2], 1));
  return names.filter((name) => name !== undefined);
}
