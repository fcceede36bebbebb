import { testReclamations } from "./reclamation-properties.ts";

testReclamations(20_000);
