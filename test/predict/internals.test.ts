import { expect, test } from "vitest";
import { KERNEL_VERSIONS } from "../../src/core/kernel-version.ts";
import { readAll } from "../../src/host/kernel-files.ts";
import { INTERNALS, internalName } from "../../src/predict/internals.ts";

const services = [...readAll()]
  .filter(([path]) => path.endsWith(".c"))
  .map(([, text]) => text)
  .join("\n");

test.each([...INTERNALS])("%s(), which a predicted trace may name, is a function of the services", (name) => {
  expect(services).toMatch(new RegExp(String.raw`^(?:static )?[\w *]+\b${name}\(`, "m"));
});

test("a function that came with a release is named from then on, and what it was before until then", () => {
  const names = KERNEL_VERSIONS.map((kernel) => internalName("__cancel_work_sync", kernel));
  expect(new Set(names)).toEqual(new Set(["__cancel_work_timer", "__cancel_work_sync"]));
  expect(internalName("a_helper_of_ours", "6.12")).toBeUndefined();
});
