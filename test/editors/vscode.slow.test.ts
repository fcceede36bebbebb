import { existsSync, readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { COMMANDS } from "../../src/lsp/actions.ts";

const FOLDER = fileURLToPath(new URL("../../editors/vscode", import.meta.url));
const BUNDLE = join(FOLDER, "dist/extension.cjs");
const PACKAGE = join(FOLDER, "dist/unoops.vsix");
const why = existsSync(PACKAGE)
  ? ""
  : " (skipped: not packaged; cd editors/vscode && npm ci --ignore-scripts && npm run package)";

const manifest: {
  readonly main: string;
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
} = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8"));

afterEach(() => vi.restoreAllMocks());

test("the extension offers the commands that the server has", () => {
  const offered = manifest.contributes.commands.map(({ command }) => command);
  expect(offered.toSorted()).toEqual(Object.values(COMMANDS).toSorted());
});

test.skipIf(why !== "")(`the package is one that an editor can unpack, and not large${why}`, () => {
  const bytes = readFileSync(PACKAGE);
  expect(bytes.subarray(0, 2).toString()).toBe("PK");
  expect(bytes.length).toBeLessThan(1_000_000);
  expect(bytes.includes("extension/dist/extension.cjs")).toBe(true);
});

test.skipIf(why !== "")(
  `what is packaged loads in an editor, and asks it for a client of C files${why}`,
  () => {
    expect(join(FOLDER, manifest.main)).toBe(BUNDLE);
    // the editor, as far as loading goes: whatever is asked of it is a class, a function and an object
    const anything: object = new Proxy(Object, {
      get: (target, name) => (name in target ? Reflect.get(target, name) : anything),
    });
    const load: unknown = Reflect.get(Module, "_load");
    if (typeof load !== "function") throw new Error("this Node loads modules otherwise");
    vi.spyOn(Module as unknown as { _load: (...args: unknown[]) => unknown }, "_load").mockImplementation(
      (...args) => (args[0] === "vscode" ? anything : load.apply(Module, args)),
    );
    const extension: unknown = createRequire(import.meta.url)(BUNDLE);
    expect(extension).toMatchObject({ activate: expect.any(Function), deactivate: expect.any(Function) });
  },
);
