import { isKernelVersion } from "../core/kernel-version.ts";
import { UserError } from "../core/user-error.ts";
import type { Input } from "./job.ts";
import { LONGEST_INPUT, PATIENCE } from "./limits.ts";

/** A link carries everything in its fragment, which browsers keep to themselves: no server sees it. */
const HEAD = "#1.";

/** Of a log and a module as JSON, which writes some characters as several. */
const MOST_CHARACTERS = 3 * LONGEST_INPUT;

/** What is written into the page, as the fragment of a link to it. */
export async function toFragment(input: Input): Promise<string> {
  const { log, source, file, kernel = "", faults, seconds } = input;
  const text = JSON.stringify([log, source, file, kernel, faults, seconds]);
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return HEAD + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * Undefined where the address carries nothing.
 * @throws UserError for a link that was cut, or changed
 */
export async function fromFragment(fragment: string): Promise<Input | undefined> {
  if (fragment === "" || fragment === "#") return undefined;
  const input = fragment.startsWith(HEAD) ? read(await unpack(fragment.slice(HEAD.length))) : undefined;
  if (!input) throw new UserError("this link is not whole: it was cut, or changed on its way");
  return input;
}

/** The text of a link, no longer than what may be written into the page: links come from strangers. */
async function unpack(letters: string): Promise<string | undefined> {
  if (!/^[\w-]*$/.test(letters) || letters.length % 4 === 1) return undefined;
  const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0),
  );
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    // the bytes lie in memory: nothing but their own damage can go wrong
    const piece = await reader.read().catch(() => undefined);
    if (!piece) return undefined;
    if (piece.done) return text + decoder.decode();
    text += decoder.decode(piece.value, { stream: true });
    if (text.length > MOST_CHARACTERS) return undefined;
  }
}

function read(text: string | undefined): Input | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(text ?? "");
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(parts)) return undefined;
  const [log, source, file, kernel, faults, seconds]: unknown[] = parts;
  if (typeof log !== "string" || typeof source !== "string" || typeof file !== "string") return undefined;
  return {
    log,
    source,
    file,
    kernel: typeof kernel === "string" && isKernelVersion(kernel) ? kernel : undefined,
    faults: faults === true,
    seconds: PATIENCE.find((known) => known === seconds) ?? PATIENCE[0]!,
  };
}
