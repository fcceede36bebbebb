import { describe } from "vitest";
import { testSearches } from "./search-properties.ts";

describe("on many random small systems", () => testSearches({ seed: 20260201, numRuns: 10_000 }));
