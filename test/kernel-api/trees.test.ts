import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BOOK, isBackported, releaseHas, type Release } from "../../src/kernel-api/index.ts";

/** Kernel sources, where somebody keeps them. */
const TREES = process.env["UNOOPS_TREES"] ?? join(homedir(), ".cache", "unoops", "trees");
const RELEASES: readonly Release[] = ["5.10", "6.1", "6.12", "7.2"];

/** Names of which a tree's headers say nothing: of other files, made by pasting, or with one meaning in two subsystems. */
const ELSEWHERE =
  /^(atomic_|xchg|cmpxchg|__builtin|_dev_|torture_|wait_for_kthread_stop|to_kthread|smpboot_thread_fn|(timer_delete|del_timer|get_seconds)$)/;

/** Every function and macro of the headers that modules include. */
function callsOf(tree: string): ReadonlySet<string> {
  const calls = new Set<string>();
  for (const folder of ["include/linux", "include/asm-generic"]) {
    for (const name of readdirSync(join(tree, folder), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".h")) continue;
      const text = readFileSync(join(tree, folder, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, " ");
      for (const [, macro = "", call = ""] of text.matchAll(/#\s*define\s+(\w+)|\b([A-Za-z_]\w+)(?=\s*\()/g))
        calls.add(macro || call);
    }
  }
  return calls;
}

describe.each(RELEASES)("linux %s", (release) => {
  const tree = join(TREES, release);
  test.skipIf(!existsSync(tree))(`has the names that the book says (skipped without ${tree})`, () => {
    const calls = callsOf(tree);
    const names = [...BOOK]
      .filter(([name, row]) => !name.endsWith(".h") && !ELSEWHERE.test(name) && !row.unexported)
      .map(([name]) => name);
    const wrong = names.filter(
      (name) => calls.has(name) !== (releaseHas(release, name) !== isBackported(release, name)),
    );
    expect(wrong).toEqual([]);
  });

  // headers declare them all the same; whether a module can be loaded with them is another matter
  const unexported = [...BOOK].filter(([, row]) => row.unexported).map(([name]) => name);
  test.skipIf(!existsSync(tree)).each(unexported)("exports %s() where the book says so", (name) => {
    const exit = readFileSync(join(tree, "kernel/exit.c"), "utf8");
    expect(exit).toContain(`${name}(`);
    expect(new RegExp(String.raw`^EXPORT_SYMBOL(?:_GPL)?\(${name}\)`, "m").test(exit)).toBe(
      releaseHas(release, name),
    );
  });
});
