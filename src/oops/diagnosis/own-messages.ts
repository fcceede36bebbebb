import type { LogFacts } from "./diagnosis.ts";
import { lastUnloaded } from "./scene.ts";

/** `after kthread_stop ret=0`, `kthread_stop returned`: a stop that was over before the crash. */
const STOPPED = /\b(?:after|done|returned)\b.*\bkthread_stop\b|\bkthread_stop\b.*\b(?:ret\b|returned|done)/i;
/** `thread returns`, `worker thread exited`, `thread done`: a thread function that ended. */
const ENDED =
  /\bthread\b.*\b(?:returns?|returned|exits?|exited|exiting|ends?|ended|finished|terminat\w+|done)\b/i;

/** `worker could not be created, error = -4`, `kthread_run failed: -12`: a creation that failed. */
const FAILED =
  /\b(?:fail(?:ed|s|ure)?|could not|cannot|can't|unable to|error)\b.*(?:\berr(?:or|no)?\b|\bret(?:urn(?:ed|s)?)?\b|[:=(,])\s*[:=]?\s*\(?-\d{1,4}\b/i;

function messages({ crash, crashes }: LogFacts): string[] {
  const earlier = crashes.slice(0, crashes.indexOf(crash) + 1);
  return earlier.flatMap((each) => each.before);
}

/**
 * A message of the module, before the crash, that a stop of a thread was over. When another module was unloaded in
 * between, its messages stand there too: then they prove nothing about this one.
 */
export function stoppedBefore(facts: LogFacts): string | undefined {
  return lastUnloaded(facts.crash) ? undefined : messages(facts).find((line) => STOPPED.test(line));
}

/** A message of the module, before the crash, that its thread function had ended. */
export function endedBefore(facts: LogFacts): string | undefined {
  return messages(facts).find((line) => ENDED.test(line));
}

/** The last message of the module, before the crash, that something failed with an error number. */
export function failureBefore(facts: LogFacts): string | undefined {
  return messages(facts).findLast((line) => FAILED.test(line));
}
