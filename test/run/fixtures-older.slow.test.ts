import { describe } from "vitest";
import { asItSays, fixturesFor } from "./fixtures.ts";

// two files, so that two cores share them
describe.each(["4.4", "5.10"] as const)("fixtures on linux %s", (kernel) => {
  for (const name of fixturesFor(kernel)) asItSays(name, kernel);
});
