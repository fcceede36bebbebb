import { expect, test } from "vitest";
import {
  calleeName,
  innerStatements,
  readSource,
  walkExpressions,
  type CFunction,
} from "../../src/source/index.ts";

function only(text: string): CFunction {
  const file = readSource("x.c", text);
  const [fn] = [...file.functions.values()];
  if (!fn) throw new Error("no function was found");
  expect(fn.flow).toBeDefined();
  expect(file.unreadable).toEqual([]);
  return fn;
}

function callsIn(fn: CFunction): string[] {
  const names: string[] = [];
  if (fn.body) walkExpressions(fn.body, (expr) => names.push(...[calleeName(expr) ?? []].flat()));
  return names;
}

test("attributes, annotations and macros around a function leave its name and parameters", () => {
  const fn = only(
    "static int __init __maybe_unused foo(struct bar *b, int (*cb)(void *), char n[4])\n{\n\treturn 0;\n}\n",
  );
  expect(fn.name).toBe("foo");
  expect(fn.isStatic).toBe(true);
  expect(fn.parameters.map((parameter) => parameter.name)).toEqual(["b", "cb", "n"]);
});

test("loop macros without a semicolon head the statement after them", () => {
  const fn = only(
    "void f(void) { list_for_each_entry(p, &head, list) stop(p); for_each_cpu(c, m) { go(c); } end(); }",
  );
  expect(callsIn(fn)).toEqual(["list_for_each_entry", "stop", "for_each_cpu", "go", "end"]);
});

test("types as macro arguments are no error", () => {
  const fn = only(
    "void f(void) { x = kzalloc_obj(struct foo); y = container_of(p, struct foo, bar)->baz; scoped_guard(mutex, &m) g(); }",
  );
  expect(callsIn(fn)).toContain("g");
});

test("of #if and #else one branch is read, so that braces match", () => {
  const fn = only(
    "int f(void)\n{\n#ifdef CONFIG_A\n\tif (a()) {\n#else\n\tif (b()) {\n#endif\n\t\tc();\n\t}\n\treturn 0;\n}\n",
  );
  expect(callsIn(fn)).toEqual(["a", "c"]);
});

test("offsets are those of the original text, behind comments and directives, too", () => {
  const text = "/* stop(x) */ #define\n#define A \\\n  1\nvoid f(void) { /* é */ stop(x); }\n";
  const fn = only(text);
  const places: string[] = [];
  if (fn.body) walkExpressions(fn.body, (expr) => places.push(text.slice(expr.start, expr.end)));
  expect(places).toContain("stop(x)");
  expect(fn.file.place(text.indexOf("stop(x);"))).toEqual({ line: 4, column: 24 });
});

test("a macro with parameters reads as a function", () => {
  const file = readSource("x.c", "#define halt(t) do { \\\n  kthread_stop(t); \\\n} while (0)\n");
  const macro = file.macros.get("halt");
  expect(macro && callsIn(macro)).toEqual(["kthread_stop"]);
});

test("a function that does not read is listed with its name, line and reason; the rest is read", () => {
  const file = readSource("x.c", "int bad(void)\n{\n\tif = 3;\n}\nint good(void) { return 1; }\n");
  const read = [...file.functions.values()].map((fn) => fn.flow !== undefined);
  expect(read).toEqual([false, true]);
  expect(file.unreadable).toEqual([{ name: "bad", line: 3, reason: expect.stringContaining("'='") }]);
});

test("LINUX_VERSION_CODE chooses the branch of the kernel that is asked about", () => {
  const text =
    "#if LINUX_VERSION_CODE < KERNEL_VERSION(5,0,0)\nvoid old(void) {}\n#else\nvoid young(void) {}\n#endif\n";
  expect([...readSource("x.c", text, { versionCode: 0x40400 }).functions.keys()]).toEqual(["old"]);
  expect([...readSource("x.c", text, { versionCode: 0x60100 }).functions.keys()]).toEqual(["young"]);
});

test("a macro that heads a function names it by its first argument; of two with one name none is lost", () => {
  const text =
    "static CLOSURE_CALLBACK(flush)\n{\n\ta();\n}\nSYSCALL_DEFINE1(pause, int, x)\n{\n\tb();\n}\nTEST(void)\n{\n\tc();\n}\nTEST(void)\n{\n\td();\n}\n";
  const functions = [...readSource("x.c", text).functions.values()];
  expect(functions.map(({ name }) => name)).toEqual(["flush", "sys_pause", "TEST", "TEST"]);
  expect(functions.flatMap(callsIn)).toEqual(["a", "b", "c", "d"]);
});

test("a word that is preferred decides between branches of the configuration, and of nothing else", () => {
  const options = { versionCode: 0x60100, prefers: "go_" };
  const names = (text: string): string[] => [...readSource("x.c", text, options).functions.keys()];
  const branches = "void a(void) { halt(); }\n#else\nvoid b(void) { go_on(); }\n#endif\n";
  expect(names(`#ifdef CONFIG_A\n${branches}`)).toEqual(["b"]);
  expect(names(`#if 1\n${branches}`)).toEqual(["a"]);
  expect(names("#ifndef CONFIG_A\nvoid a(void) { go_on(); }\n#endif\nvoid c(void) {}\n")).toEqual(["a", "c"]);
  expect(names("#ifndef CONFIG_A\nvoid a(void) { halt(); }\n#endif\nvoid c(void) {}\n")).toEqual(["c"]);
});

test("a pointer to a function is a local like any other", () => {
  const fn = only("void f(void) { int (*run)(void *data) = NULL; run = g; start(run); }");
  expect(fn.locals.get("run")).toMatchObject({ isParameter: false });
});

test("an attribute that is made by a macro does not take the place of the variable that it is named like", () => {
  const after = readSource("x.c", "static int rate = 10;\nstatic DEVICE_ATTR_RW(rate);\n");
  const before = readSource("x.c", "static DEVICE_ATTR_RW(rate);\nstatic int rate = 10;\n");
  for (const file of [after, before]) expect(file.globals.get("rate")?.type).toBe("static int");
});

test("a per-CPU variable has the type that its macro names, static or not", () => {
  const file = readSource("x.c", "DEFINE_PER_CPU(int, a);\nstatic DEFINE_PER_CPU_ALIGNED(struct s *, b);\n");
  const told = [...file.globals.values()].map(({ name, type, isStatic }) => ({ name, type, isStatic }));
  expect(told).toEqual([
    { name: "a", type: "int", isStatic: false },
    { name: "b", type: "struct s *", isStatic: true },
  ]);
});

test("a field may have an attribute with arguments that nobody listed", () => {
  const file = readSource(
    "x.c",
    "struct bus { int n; struct lane lanes[] __counted_by_lanes(n); long end; };\n",
  );
  expect([...(file.structs.get("bus") ?? [])].map(([name, { text }]) => `${name}: ${text}`)).toEqual([
    "n: int n",
    "lanes: struct lane lanes [ ]",
    "end: long end",
  ]);
});

test("a macro by itself before what it guards declares nothing", () => {
  const fn = only("void f(void) { int rc; HOTKEY_CRITICAL_START rc = g(); HOTKEY_CRITICAL_END rc = h(); }");
  expect(callsIn(fn)).toEqual(["g", "h"]);
  expect(fn.locals.get("rc")?.type).toBe("int");
});

test("a statement begins at the bracket that it begins with", () => {
  const text = "void f(void) { (fast ? g : h)(1); (*cb)(x); }";
  const inner = only(text).body;
  const statements = inner ? innerStatements(inner) : [];
  expect(statements.map(({ start, end }) => text.slice(start, end))).toEqual([
    "(fast ? g : h)(1);",
    "(*cb)(x);",
  ]);
});
