/** Colours, or none: reports take one of these and never ask where they are printed. */
export interface Style {
  bad(text: string): string;
  good(text: string): string;
  doubt(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
  /** Opens a file when it is clicked, where the terminal has that. */
  link(text: string, file: string): string;
}

const paint =
  (code: string) =>
  (text: string): string =>
    `\x1b[${code}m${text}\x1b[0m`;

const plain = (text: string): string => text;

export const COLOURS: Style = {
  bad: paint("1;31"),
  good: paint("1;32"),
  doubt: paint("1;33"),
  strong: paint("1"),
  faint: paint("2"),
  link: plain,
};

export const NO_COLOURS: Style = {
  bad: plain,
  good: plain,
  doubt: plain,
  strong: plain,
  faint: plain,
  link: plain,
};

/** OSC 8: terminals that do not know it show the text alone. */
export function linkTo(text: string, host: string, path: string): string {
  const address = `file://${host}${path.split("/").map(encodeURIComponent).join("/")}`;
  return `\x1b]8;;${address}\x1b\\${text}\x1b]8;;\x1b\\`;
}
