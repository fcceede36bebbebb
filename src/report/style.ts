/** Colours, or none: reports take one of these and never ask where they are printed. */
export interface Style {
  bad(text: string): string;
  good(text: string): string;
  doubt(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const paint =
  (code: string) =>
  (text: string): string =>
    `\x1b[${code}m${text}\x1b[0m`;

export const COLOURS: Style = {
  bad: paint("1;31"),
  good: paint("1;32"),
  doubt: paint("1;33"),
  strong: paint("1"),
  faint: paint("2"),
};

const plain = (text: string): string => text;

export const NO_COLOURS: Style = { bad: plain, good: plain, doubt: plain, strong: plain, faint: plain };
