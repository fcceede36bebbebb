import { describe } from "vitest";
import { testSearches } from "./search-properties.ts";

/** Another number, to look for what these do not show, is `UNOOPS_SEARCHES=100000`. */
const numRuns = Number(process.env["UNOOPS_SEARCHES"] ?? 10_000);

describe(`on ${numRuns} random small systems`, () => testSearches({ seed: 20260201, numRuns }));
