import { describe } from "vitest";
import { KERNEL_VERSIONS } from "../../src/core/kernel-version.ts";
import { asItSays, fixtures } from "./fixtures.ts";

describe.each(KERNEL_VERSIONS)("every fixture on linux %s", (kernel) => {
  for (const name of fixtures()) asItSays(name, kernel);
});
