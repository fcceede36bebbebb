import { testReclamations } from "./reclamation-properties.ts";

/** Another number, to look for what these do not show, is `UNOOPS_SEARCHES=100000`. Other systems each time. */
testReclamations(Number(process.env["UNOOPS_SEARCHES"] ?? 10_000));
