import { expect, test } from "vitest";
import { Ahead, tellingOf, type Through } from "../../src/cli/ahead.ts";
import { CompileError } from "../../src/compile/compile-error.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import type { Tool, Toolchain } from "../../src/compile/toolchain.ts";

/** A toolchain that notes what was asked of it. */
function noting(isSystems: boolean): { toolchain: Toolchain; ran: Tool[] } {
  const ran: Tool[] = [];
  const toolchain: Toolchain = {
    id: "noting",
    isSystems,
    run: async (tool) => {
      ran.push(tool);
      return { ok: true, output: new Map(), stdout: "", stderr: "" };
    },
  };
  return { toolchain, ran };
}

/** Compiles and links with a toolchain, and is refused then: what these tests are about is when. */
async function refusedAfter(toolchain: Toolchain): Promise<LinkedProgram> {
  await toolchain.run("clang", [], new Map(), []);
  await toolchain.run("wasm-ld", [], new Map(), []);
  throw new CompileError("refused", "");
}

/** Lets everything happen that can. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

test("what is compiled ahead is linked only once it is asked for", async () => {
  const { toolchain, ran } = noting(true);
  const ahead = new Ahead((through) => refusedAfter(through(toolchain)));
  ahead.begin();
  ahead.begin();
  await settled();
  expect(ran).toEqual(["clang"]);
  await expect(ahead.get()).rejects.toThrow(CompileError);
  expect(ran).toEqual(["clang", "wasm-ld"]);
});

test("what was not begun ahead is made when it is asked for, and once", async () => {
  const { toolchain, ran } = noting(true);
  const ahead = new Ahead((through) => refusedAfter(through(toolchain)));
  await settled();
  expect(ran).toEqual([]);
  await expect(ahead.get()).rejects.toThrow(CompileError);
  await expect(ahead.get()).rejects.toThrow(CompileError);
  expect(ran).toEqual(["clang", "wasm-ld"]);
});

test("a run of the system's compiler is told of when it has begun, one in this process is not", async () => {
  for (const isSystems of [true, false]) {
    const { toolchain, ran } = noting(isSystems);
    const told: string[] = [];
    const through: Through = tellingOf((tool) => told.push(`${tool} after ${ran.join(" ")}`));
    await expect(refusedAfter(through(toolchain))).rejects.toThrow(CompileError);
    expect(told).toEqual(isSystems ? ["clang after clang", "wasm-ld after clang wasm-ld"] : []);
  }
});
