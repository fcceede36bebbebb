import { hostname } from "node:os";
import { resolve } from "node:path";
import { COLOURS, linkTo, NO_COLOURS, type Style } from "../report/style.ts";

/** Colour and pictures only on a terminal; NO_COLOR and TERM=dumb are honoured (no-color.org). */
export function isTerminal(stream: NodeJS.WriteStream = process.stdout): boolean {
  return stream.isTTY === true && process.env["TERM"] !== "dumb";
}

export function styleFor(stream: NodeJS.WriteStream = process.stdout): Style {
  if (!isTerminal(stream) || process.env["NO_COLOR"]) return NO_COLOURS;
  return hasLinks() ? LINKED : COLOURS;
}

const LINKED: Style = { ...COLOURS, link: (text, file) => linkTo(text, hostname(), resolve(file)) };

/** The console of linux, and screen without tmux, print what they do not know. */
function hasLinks(): boolean {
  const term = process.env["TERM"] ?? "";
  return term !== "linux" && (!term.startsWith("screen") || process.env["TMUX"] !== undefined);
}

/** Columns of the terminal; 100 when nobody says. */
export function widthOf(stream: NodeJS.WriteStream = process.stdout): number {
  return stream.columns || 100;
}

/** One line on stderr that is written over, and taken away when the work is done. Silent when stderr is no terminal. */
export class Progress {
  private shown = false;
  private last = 0;

  say(text: string): void {
    if (!isTerminal(process.stderr)) return;
    const now = performance.now();
    if (now - this.last < 100) return;
    this.last = now;
    // a line that went on below could not be taken away
    const room = widthOf(process.stderr) - 1;
    process.stderr.write(`\r\x1b[K${text.length > room ? `${text.slice(0, room - 1)}…` : text}`);
    this.shown = true;
  }

  done(): void {
    if (this.shown) process.stderr.write("\r\x1b[K");
    this.shown = false;
  }
}
