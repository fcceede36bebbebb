import { testBurials } from "./burial-properties.ts";

testBurials(20_000);
