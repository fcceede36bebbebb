/** The room's door: a module's verdict, by running it whole or in part, with what reading it says beside. */
export { beside } from "./doubts.ts";
export { judgeModule } from "./judge-module.ts";
export { refused } from "./refused.ts";
export { withWitnesses, type FileToRun, type Witnessed } from "./witnessed.ts";
