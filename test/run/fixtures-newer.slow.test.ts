import { describe } from "vitest";
import { asItSays, fixturesFor } from "./fixtures.ts";

// two files, so that two cores share them
describe.each(["6.1", "7.2"] as const)("fixtures on linux %s", (kernel) => {
  for (const name of fixturesFor(kernel)) asItSays(name, kernel);
});
