import type { Redis } from "ioredis";
import { UserError } from "../core/user-error.ts";
import { optional } from "./optional.ts";

/** A server is waited for so long at the start, in ms; later it may be away for as long as it likes. */
const PATIENCE = 10_000;

/** The queue's address as it may be shown: user, password and options stay out of every message. */
export function placeOf(url: string): string {
  const { protocol, host } = read(url);
  return `${protocol}//${host}`;
}

function read(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^rediss?:$/.test(parsed.protocol) || parsed.host === "")
    throw new UserError(
      "--queue: give redis://HOST:PORT, or rediss:// for TLS, with user:password@ before the host where it needs them",
    );
  // what stands before such an @ was meant for a password, and would be shown as a host
  if (!isEncoded(parsed.username + parsed.password) || /@/.test(parsed.pathname + parsed.hash))
    throw new UserError(
      "--queue: in user and password write % as %25, / as %2F, # as %23, ? as %3F, @ as %40",
    );
  return parsed;
}

function isEncoded(text: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(text);
}

/** Connects once, so that a wrong address or password is told at the start. `rediss://` is TLS; NODE_EXTRA_CA_CERTS names a CA of your own. */
export async function connect(url: string, say: (text: string) => void): Promise<Redis> {
  const place = placeOf(url);
  const ioredis = await optional("ioredis", () => import("ioredis"));
  const client = new ioredis.Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: PATIENCE,
    retryStrategy: (times) => Math.min(50 * times, 1000),
  });
  let why = "no answer";
  const onError = (error: Error): void => void (why = error.message);
  client.on("error", onError);
  try {
    await withinPatience(client.connect().then(() => client.ping()));
  } catch (error) {
    client.disconnect();
    const said = error instanceof Error && why === "no answer" ? error.message : why;
    throw new UserError(`the queue at ${place} cannot be used: ${withoutSecrets(helpful(said, url), url)}`);
  }
  client.off("error", onError);
  tellTrouble(client, say);
  return client;
}

/** The server's own words, or what to do where they do not say. */
function helpful(said: string, url: string): string {
  if (said.startsWith("NOAUTH")) return "it wants a password: redis://:PASSWORD@HOST";
  if (!/no answer|ECONNRESET|wrong version number/.test(said)) return said;
  return url.startsWith("rediss:") ? `${said}; does it speak TLS there?` : `${said}; is it TLS, rediss://?`;
}

/** Says once that the server is away, and once that it is back; until then everything waits. */
function tellTrouble(client: Redis, say: (text: string) => void): void {
  let isAway = false;
  client.on("error", (error: Error) => {
    if (!isAway) say(`the queue does not answer (${error.message}); waiting for it`);
    isAway = true;
  });
  client.on("ready", () => {
    if (isAway) say("the queue is back");
    isAway = false;
  });
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer in ${PATIENCE / 1000} s`)), PATIENCE).unref();
  });
  return await Promise.race([work, late]);
}

/** A message of the client's, should it repeat what it was given. */
export function withoutSecrets(message: string, url: string): string {
  const { username, password } = read(url);
  const secrets = [url, password, decodeURIComponent(password), username].filter((one) => one !== "");
  return secrets.reduce((text, secret) => text.replaceAll(secret, "***"), message);
}
