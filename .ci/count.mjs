// Adds up the JSON reports of all suites; the last line is what counts. Exits with 1 when anything failed, or nothing ran.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder = ".", elsewhere = "0"] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
  const report = JSON.parse(readFileSync(join(folder, name), "utf8"));
  sum.passed += report.numPassedTests;
  sum.failed += report.numFailedTests;
  sum.skipped += report.numPendingTests;
}
if (elsewhere !== "0") console.log("a step before the tests failed: see above");
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.passed === 0 || sum.failed > 0 || elsewhere !== "0" ? 1 : 0;
