/** The prose of one rule. Examples are kernel C without its headers. */
export interface RulePage {
  /** One line, for lists. */
  readonly title: string;
  readonly text: string;
  readonly bad: string;
  readonly good: string;
  /** Which kernels behave differently, and how. */
  readonly kernels: string;
}
