import { expect, test } from "vitest";
import { linkedFunctions, readLinkMap } from "../../src/compile/link-map.ts";

/** As `wasm-ld -Map` writes it: address, offset in the file, size, then what lies there. */
const MAP = `    Addr      Off     Size Out     In      Symbol
       -      1d5     4f01 CODE
       -      1da        9         module.o:(start)
       -      1da        9                 start
       -      1e3        b         module.o:(stop)
       -      1ee       1c         services.o:(kthread_stop)
       -     4f00       10         module.o:(.debug_info)
    2000     50ee       1c .rodata
    2000     50ee        6         module.o:(.rodata..L.str)
    2008     50f4        4         services.o:(.rodata.limit)
    2010     5110        8 .data
    2010     5110        4         module.o:(.data.k)
    2014     5114        4         services.o:(.data.jiffies)
    2020        0       20 .bss
    2020        0        0         module.o:(.bss.flag)
    2028        0        0         services.o:(.bss.init_task)
`;

test("each variable has its address, its size and the object file that it came from", () => {
  const symbols = readLinkMap(MAP);
  expect(symbols.find(({ name }) => name === "k")).toEqual({
    name: "k",
    address: 0x2010,
    size: 4,
    object: "module.o",
    constant: false,
  });
});

test("what lies in .rodata is constant, and nothing else", () => {
  const constants = readLinkMap(MAP).filter(({ constant }) => constant);
  expect(constants.map(({ name }) => name)).toEqual([".L.str", "limit"]);
});

test("a .bss variable reaches to the next one, the last to the end of its section", () => {
  const sizes = readLinkMap(MAP).map(({ name, size }) => [name, size]);
  expect(sizes).toContainEqual(["flag", 8]);
  expect(sizes).toContainEqual(["init_task", 0x18]);
});

test("rows of code and of whole sections are no variables", () => {
  expect(readLinkMap(MAP).map(({ name }) => name)).toEqual([
    ".L.str",
    "limit",
    "k",
    "jiffies",
    "flag",
    "init_task",
  ]);
});

test("functions are counted by the object that they came from", () => {
  expect([...linkedFunctions(MAP)]).toEqual([
    ["module.o", 2],
    ["services.o", 1],
  ]);
});
