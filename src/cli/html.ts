import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { printableLine } from "../core/printable.ts";
import { UserError } from "../core/user-error.ts";
import { readPageClient } from "../host/page-client.ts";
import type { PageModel } from "../page/model.ts";
import type { Setting } from "../page/page-of.ts";
import { version } from "../host/package-version.ts";
import { refuseUnwritable } from "../host/writable.ts";
import { styleFor } from "./terminal.ts";

/** Commands whose result can be looked at. */
export interface HtmlFlag {
  readonly html?: string;
}

/** What a page is of. */
type Shown = Pick<Setting, "name" | "command" | "replay" | "source">;

export function htmlOption(command: Command): Command {
  return command.option(
    "--html <file>",
    "write the result as a page: one file that needs no network, to look at and to send",
    (file: string) => {
      refuseUnwritable("--html", file);
      return file;
    },
  );
}

/** The page's text, as much as fits into a mail; what draws it is loaded when there is a page to draw. */
export async function pageText(what: Shown, make: (setting: Setting) => PageModel): Promise<string> {
  const { pageThatFits } = await import("../page/html.tsx");
  return pageThatFits((room) => make({ ...what, version: version(), room }), readPageClient());
}

/** Writes the page where it is asked for; whatever else is printed stays what it is. */
export async function writeHtml(
  { html: file }: HtmlFlag,
  what: Shown,
  make: (setting: Setting) => PageModel,
): Promise<void> {
  if (file === undefined) return;
  const html = await pageText(what, make);
  try {
    writeFileSync(file, html);
  } catch (error) {
    throw new UserError(`--html ${file}: ${error instanceof Error ? error.message : "cannot be written"}`);
  }
  process.stderr.write(`unoops: the page is ${styleFor(process.stderr).link(printableLine(file), file)}\n`);
}
