import { assert, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { CONTROLS, makeSwitchable, MODE } from "../../../src/compile/switchable/index.ts";
import { encode, generatedPrograms, type GeneratedFunction } from "./programs.ts";

/** What a program did: its calls of the imports with their arguments, and what it returned. */
interface Behaviour {
  readonly calls: readonly string[];
  readonly result: unknown;
}

/** Calls after which a program has shown enough. */
const ENOUGH = 60;

class Enough extends Error {}

const NAMES = ["switching", "plain"];

function load(wasm: Uint8Array, imports: Record<string, (a: number, b: number) => number>) {
  const module = new WebAssembly.Module(new Uint8Array(wasm));
  return new WebAssembly.Instance(module, { env: imports }).exports;
}

function callable(value: unknown): (a: number, b: number) => unknown {
  if (typeof value !== "function") throw new Error("not a function");
  return (a, b) => value(a, b) as unknown;
}

function globalOf(value: unknown): WebAssembly.Global {
  if (!(value instanceof WebAssembly.Global)) throw new Error("not a global");
  return value;
}

/** The program as it is. */
function straight(wasm: Uint8Array): Behaviour {
  const calls: string[] = [];
  const note = (name: string) => (a: number, b: number) => {
    if (calls.push(`${name} ${a} ${b}`) > ENOUGH) throw new Enough();
    return (a * 7 + b * 3 + calls.length) % 5;
  };
  const main = callable(load(wasm, { switching: note("switching"), plain: note("plain") })["main"]);
  return { calls, result: until(() => main(3, 4)) };
}

/** The program made switchable; at each call for which `away` says so it is taken off, and put back from what memory holds. */
function switched(wasm: Uint8Array, away: (call: number) => boolean): Behaviour {
  const calls: string[] = [];
  const answer = (name: string, a: number, b: number): number => {
    if (calls.push(`${name} ${a} ${b}`) > ENOUGH) throw new Enough();
    return (a * 7 + b * 3 + calls.length) % 5;
  };
  let visits = 0;
  let isBack = false;
  const exports = load(
    makeSwitchable(wasm, NAMES, (name) => name === "switching"),
    {
      plain: (a, b) => answer("plain", a, b),
      switching: (a, b) => {
        if (isBack) {
          isBack = false;
          mode.value = MODE.running;
        } else if (away(visits++)) {
          mode.value = MODE.unwinding;
          frames.value = FRAMES;
          limit.value = FRAMES + ROOM;
          return 99;
        }
        return answer("switching", a, b);
      },
    },
  );
  const main = callable(exports["main"]);
  const mode = globalOf(exports[CONTROLS.mode]);
  const frames = globalOf(exports[CONTROLS.frames]);
  const limit = globalOf(exports[CONTROLS.limit]);
  const result = until(() => {
    let returned = main(3, 4);
    while (mode.value === MODE.unwinding) {
      mode.value = MODE.rewinding;
      isBack = true;
      returned = main(-1, -1); // arguments are in the frame
      if (frames.value < FRAMES) throw new Error("more was taken from the frames than had been saved");
    }
    return returned;
  });
  return { calls, result };
}

const FRAMES = 1024;
const ROOM = 8192;

function until(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof Enough) return "enough";
    throw error;
  }
}

function always(check: (functions: GeneratedFunction[], chosen: number) => void, runs: number): void {
  assert(property(generatedPrograms, nat(1023), check), { numRuns: runs });
}

test("a program that is made switchable and never switched away does what it did", () => {
  always((functions) => {
    const wasm = encode(functions);
    expect(switched(wasm, () => false)).toEqual(straight(wasm));
  }, 150);
});

test("a program that is switched away at any of its calls goes on as if it had not been", () => {
  always((functions, chosen) => {
    const wasm = encode(functions);
    const before = straight(wasm);
    expect(switched(wasm, () => true)).toEqual(before);
    expect(switched(wasm, (call) => ((chosen >> (call % 10)) & 1) === 1)).toEqual(before);
  }, 500);
});
