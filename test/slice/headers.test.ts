import { assert, boolean, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { readSource } from "../../src/source/index.ts";
import { Driver } from "../../src/slice/driver.ts";
import { kernelHeadersOf } from "../../src/slice/headers.ts";

const read = (path: string, text: string): ReturnType<typeof readSource> => readSource(path, text);

test("the header that defines a struct of the driver's is read, however many others lie between", () => {
  assert(
    property(integer({ min: 1, max: 12 }), boolean(), (depth, isCircular) => {
      const texts = new Map<string, string>();
      for (let i = 0; i < depth; i++)
        texts.set(`wire/${i}.h`, `#include <wire/${i + 1}.h>\nint f${i}(void);\n`);
      const back = isCircular ? "#include <wire/0.h>\n" : "";
      texts.set(`wire/${depth}.h`, `${back}struct wire_port { int *slots; };\n`);
      const driver = read(
        "line.c",
        "#include <wire/0.h>\nint slot(struct wire_port *p) { return p->slots[0]; }\n",
      );
      const found = kernelHeadersOf([driver], (name) => texts.get(name), read);
      // what the driver includes itself, and what defines the struct; nothing of what lies between
      expect(found.map(({ path }) => path).toSorted()).toEqual(["wire/0.h", `wire/${depth}.h`].toSorted());
      expect(found.at(-1)?.structs.get("wire_port")?.get("slots")?.text).toBe("int * slots");
    }),
    { numRuns: 50 },
  );
});

test("a struct that a struct of the driver's speaks of is read as well", () => {
  const texts = new Map([
    ["wire/bus.h", "#include <wire/port.h>\n#include <wire/unused.h>\n"],
    ["wire/port.h", "#include <wire/queue.h>\nstruct wire_port { struct wire_queue queue; };\n"],
    ["wire/queue.h", "struct wire_queue { int length; };\n"],
    ["wire/unused.h", "struct wire_unused { int nothing; };\n"],
  ]);
  const driver = read(
    "line.c",
    "#include <wire/bus.h>\nint f(struct wire_port *p) { return p->queue.length; }\n",
  );
  const found = kernelHeadersOf([driver], (name) => texts.get(name), read).map(({ path }) => path);
  expect(found).toEqual(["wire/bus.h", "wire/port.h", "wire/queue.h"]);
});

test("a struct of a header of the kernel's is found wherever it stands in it: behind another, within one, by its typedef's name", () => {
  const header = read(
    "wire/all.h",
    "struct wire_first { int one; };\nstatic inline int f(void) { return 0; }\nstruct wire_next { int two; struct wire_inner { int three; } inner; };\n" +
      "typedef struct { int four; } wire_named;\nunion wire_either { int five; };\n",
  );
  const none: ReadonlySet<string> = new Set();
  const driver = new Driver([read("line.c", "")], [], [header], {
    names: none,
    calls: none,
    structs: none,
    headers: [],
  });
  const fields = [
    driver.field("wire_first", "one"),
    driver.field("wire_next", "two"),
    driver.field("wire_inner", "three"),
    driver.field("wire_named", "four"),
    driver.field("wire_either", "five"),
  ];
  expect(fields.map((field) => field?.text)).toEqual([
    "int one",
    "int two",
    "int three",
    "int four",
    "int five",
  ]);
  expect(driver.field("wire_either", "one")).toBeUndefined();
});
