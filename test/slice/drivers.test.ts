import { asItSays, someDrivers } from "./drivers-suite.ts";

for (const name of someDrivers()) asItSays(name);
