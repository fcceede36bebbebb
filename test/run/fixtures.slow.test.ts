import { describe } from "vitest";
import { MEASURED_KERNELS } from "../../src/core/kernel-version.ts";
import { asItSays, fixtures } from "./fixtures.ts";

describe.each(MEASURED_KERNELS)("every fixture on linux %s", (kernel) => {
  for (const name of fixtures()) asItSays(name, kernel);
});
