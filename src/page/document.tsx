import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";

/** One file that asks for nothing: its policy lets its own style and script be used, by their hashes, and nothing else. */
export async function documentText({
  title,
  style,
  script,
  children,
}: {
  readonly title: string;
  readonly style: string;
  readonly script?: string;
  readonly children: ComponentChildren;
}): Promise<string> {
  const policy = [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src '${await hashOf(script)}'`]),
    `style-src '${await hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const html = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        {children}
        {script !== undefined && <script dangerouslySetInnerHTML={{ __html: script }} />}
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(html)}\n`;
}

async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}`;
}
