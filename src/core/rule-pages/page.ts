/** All that is said of one rule. Examples are kernel C without its headers. */
export interface RulePage {
  /** One line, for lists. */
  readonly title: string;
  /** What a run that breaks it shows, one line; absent where the machine says it more exactly, and where only reading finds it. */
  readonly found?: string;
  /** What to do about it, in the words of somebody who would review the patch. */
  readonly advice?: readonly string[];
  readonly text: string;
  readonly bad: string;
  readonly good: string;
  /** Which kernels behave differently, and how. */
  readonly kernels: string;
}
