import { describe } from "vitest";
import { testSearches } from "./search-properties.ts";

describe("on random small systems", () => testSearches({ seed: 20260101, numRuns: 400 }));
