import { expect, test } from "vitest";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import { foreseenRefusal } from "../../src/compile/foreseen-refusal.ts";

const KERNEL = new Map([
  [
    "kernel/include/linux/mill.h",
    "#define MILL_SPEED 3\n#define MILL_KIND(n) MILL_KIND_##n\nenum mill { MILL_ON };\n",
  ],
]);

function module(text: string, more: Partial<ModuleSource> = {}): ModuleSource {
  return {
    name: "mill",
    units: ["module/mill.c"],
    files: new Map([["module/mill.c", text]]),
    flags: [],
    userPath: (path) => path.replace("module/", ""),
    ...more,
  };
}

const USE = "int f(void)\n{\n\treturn MILL_FINE;\n}\n";

test("a constant that no file declares is what the compiler will refuse, at its line", () => {
  const refusal = foreseenRefusal(module(USE), KERNEL, "6.12");
  expect(refusal?.message).toBe("mill.c does not compile for linux 6.12");
  expect(refusal?.diagnostics).toBe("mill.c:3:1: error: use of undeclared identifier 'MILL_FINE'\n");
});

test.each([
  ["a member's, behind tabs", "static struct mill m = {\n\t.kind\t\t= MILL_FINE,\n};\n", 2],
  ["compared", "int f(int kind)\n{\n\tif (kind == MILL_FINE)\n\t\treturn 1;\n\treturn 0;\n}\n", 3],
])("so it is where it is %s", (_, text, line) => {
  expect(foreseenRefusal(module(text), KERNEL, "6.12")?.diagnostics).toBe(
    `mill.c:${line}:1: error: use of undeclared identifier 'MILL_FINE'\n`,
  );
});

test.each([
  ["our headers declare it", USE.replace("FINE", "SPEED"), {}],
  ["an enum of our headers has it", USE.replace("FINE", "ON"), {}],
  ["a macro of our headers may paste it together", USE.replace("FINE", "KIND_OAT"), {}],
  ["the unit defines it", `#define MILL_FINE 1\n${USE}`, {}],
  ["an enum of the unit has it", `enum { MILL_COARSE, MILL_FINE };\n${USE}`, {}],
  ["it is a variable", `static int MILL_FINE;\n${USE}`, {}],
  ["it is a variable beside another", `static int speed, MILL_FINE;\n${USE}`, {}],
  ["a macro declares it", `static DECLARE_BITMAP(MILL_FINE, 8);\n${USE}`, {}],
  ["only a configuration reads the line", `#ifdef CONFIG_MILL\n${USE}#endif\n`, {}],
  ["it stands in a comment", `/*\nx = MILL_FINE;\n*/\nint f(void);\n`, {}],
  ["a flag may declare it", USE, { flags: ["-DMILL_FINE=1"] }],
  [
    "a header of the module's declares it",
    USE,
    {
      files: new Map([
        ["module/mill.c", USE],
        ["module/mill.h", "enum { MILL_FINE };\n"],
      ]),
    },
  ],
])("the compiler is asked where %s", (_, text, more) => {
  expect(foreseenRefusal(module(text, more), KERNEL, "6.12")).toBeUndefined();
});

test.each([
  [
    "a variable of it is set",
    "struct oats;\nstatic struct oats o = {\n\t.kind = 1,\n};\n",
    2,
    "incomplete type",
  ],
  ["it is a member", "struct bin {\n\tint n;\n\tstruct oats o;\n};\n", 3, "incomplete type"],
  [
    "a function looks into one",
    "static int f(struct oats *o)\n{\n\tint n = o->kind;\n\n\treturn n;\n}\n",
    1,
    "incomplete definition of type",
  ],
])("of a struct that no file defines the compiler refuses it where %s", (_, text, line, error) => {
  expect(foreseenRefusal(module(text), KERNEL, "6.12")?.diagnostics).toBe(
    `mill.c:${line}:1: error: ${error} 'struct oats'\n`,
  );
});

const LOOKS = "static int f(struct oats *o)\n{\n\treturn o->kind;\n}\n";

test.each([
  ["the unit defines it below", `${LOOKS}struct oats { int kind; };\n`],
  ["a macro may define it", `CROP(oats);\n${LOOKS}`],
  ["it is a macro's name", `#define oats mill\n${LOOKS}`],
  ["only its address is handed on", "int f(struct oats *o)\n{\n\treturn g(o);\n}\n"],
  ["a macro may leave out what looks into it", "int f(struct oats *o)\n{\n\tlog(o->kind);\n\treturn 0;\n}\n"],
  ["another variable has that name", LOOKS.replace("{\n", "{\n\tstruct mill *o = g();\n")],
  ["only a configuration reads it", `#ifdef CONFIG_MILL\n${LOOKS}#endif\n`],
])("the compiler is asked of a struct where %s", (_, text) => {
  expect(foreseenRefusal(module(text), KERNEL, "6.12")).toBeUndefined();
});
