import { asItSays, otherDrivers } from "./drivers-suite.ts";

for (const name of otherDrivers()) asItSays(name);
