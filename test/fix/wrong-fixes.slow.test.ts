import { twoKernels } from "../run/harness.ts";
import { isRefuted, WRONG_FIXES } from "./wrong-fixes.ts";

for (const [turn, name] of WRONG_FIXES.entries()) {
  for (const kernel of twoKernels(turn)) {
    // before 5.14 the member is called "state"
    if (name === "ask-whether-dead" && (kernel === "4.4" || kernel === "5.10")) continue;
    isRefuted(name, kernel);
  }
}
