import { MEASURED_KERNELS } from "../../src/core/kernel-version.ts";
import { isRefuted, WRONG_FIXES } from "./wrong-fixes.ts";

for (const name of WRONG_FIXES) {
  for (const kernel of MEASURED_KERNELS) {
    // before 5.14 the member is called "state"
    if (name === "ask-whether-dead" && (kernel === "4.4" || kernel === "5.10")) continue;
    isRefuted(name, kernel);
  }
}
