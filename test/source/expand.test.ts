import { expect, test } from "vitest";
import { readSource, withoutOwnMacros } from "../../src/source/index.ts";

function spelled(text: string, header = "", isOurs: (name: string) => boolean = () => false): string {
  const file = readSource("a.c", text);
  const headers = header === "" ? [] : [readSource("a.h", header)];
  return withoutOwnMacros([file], headers, isOurs).get(file) ?? text;
}

const body = (text: string): string => text.split("\n").slice(1).join("\n");

test("a macro that leaves the function is spelled out, and lines keep their numbers", () => {
  const text = "#define CHECK(a, l) if ((a) < 0) goto l\nCHECK(send(x,\n\ty), out);\nnext();";
  expect(body(spelled(text))).toBe("if ((send(x, y)) < 0) goto out\n;\nnext();");
});

test("a macro without parameters that leaves is spelled out as well", () => {
  expect(body(spelled("#define BAIL return -1\nif (x) BAIL;"))).toBe("if (x) return -1;");
});

test("a macro that stands for what a variable holds is spelled out, one of constants is not", () => {
  const text = [
    "#define IS_ON (mode == &ops && WANTED)",
    "static struct ops ops;",
    "static int *mode;",
    "if (IS_ON) return WANTED;",
  ].join("\n");
  const spelt = body(spelled(`#define WANTED (LEAST + 1)\n${text}`));
  expect(spelt).toContain("if ((mode == &ops && WANTED)) return WANTED;");
});

test("a macro that names a member, or what another file declares, stays", () => {
  const text = "#define MODE (x->mode)\nextern int mode;\nint f(void) { return MODE; }";
  expect(spelled(text)).toBe(text);
});

test("strings and pasted names are made as the compiler makes them", () => {
  const text = "#define SHOW(n) int n##_show(void) { return use(#n); }\nSHOW(a)";
  expect(body(spelled(text))).toBe('int a_show(void) { return use("a"); }');
});

test("the comma before arguments that are not there goes", () => {
  const text = "#define RUN(f, ...) start(f, ##__VA_ARGS__)\nRUN(a); RUN(b, c, d);";
  expect(body(spelled(text))).toBe("start(a); start(b,c, d);");
});

test("a macro that only names one that does something does something", () => {
  const text = "#define B(x) (t = x)\n#define A(x) B(x)\nA(1);";
  expect(spelled(text).split("\n")[2]).toBe("(t = 1);");
});

test.each([
  ["a constant", "#define N 5\nuse(N);"],
  ["a getter", "#define to_a(p) container_of(p, struct a, b)\nuse(to_a(q));"],
  ["a test", "#define is_on(p) ((p)->flags & 1)\nif (is_on(q)) {}"],
  ["what prints", '#define dbg(f, ...) printk(f, ##__VA_ARGS__)\ndbg("x");'],
  ["one that calls itself by its name", "#define f(x) f(x)\nint f(int x) { return x; }"],
])("%s stays as it is written", (_what, text) => {
  expect(spelled(text)).toBe(text);
});

test("what the model defines itself stays", () => {
  const text = "#define min(a, b) pick(a, b)\nmin(1, 2);";
  expect(spelled(text, "", (name) => name === "min")).toBe(text);
});

test("a macro of the module's own header is spelled out in its files", () => {
  expect(spelled("STOP(t);", "#define STOP(h) kthread_stop(h)")).toBe("kthread_stop(t);");
});

test("a macro that would grow without end is left alone", () => {
  const text = `#define A(x) B(x) B(x); f()\n#define B(x) C(x) C(x) C(x) C(x)\n#define C(x) D(x) D(x) D(x) D(x)\n#define D(x) x = x; x = x; x = x\n${"A(1);".repeat(9)}`;
  expect(spelled(text)).toBe(text);
});

test("a macro that is nowhere and is given a label may go there", () => {
  const text = "void f(void) {\nCHECK(send(x), out);\nsend(y);\nout:\nreturn; }";
  expect(spelled(text).split("\n")[1]).toBe("if (CHECK(send(x))) goto out;");
});

test("a function that is given a variable, and a macro without a label, are calls", () => {
  const text = "void f(void) {\nint out; send(x, out); TRACE(x, y);\nout:\nreturn; }";
  expect(spelled(text)).toBe(text);
});
