import { testBurials } from "./burial-properties.ts";

testBurials(10_000);
