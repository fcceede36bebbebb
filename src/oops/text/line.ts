/** One line of the kernel's own text, freed of what a log daemon, a terminal or a mail put around it. */
export interface LogLine {
  readonly text: string;
  /** Physical line of the input, counted from 1. Several lines share it when newlines were lost. */
  readonly number: number;
  /** printk caller id, such as `T85` or `C1`. */
  readonly caller: string | undefined;
  /** The kernel's own time stamp, such as `240.123456`. */
  readonly stamp: string | undefined;
}
