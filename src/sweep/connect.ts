import type { Redis } from "ioredis";
import { UserError } from "../core/user-error.ts";
import { optional } from "./optional.ts";

/** A server is waited for so long at the start, in ms; later it may be away for as long as it likes. */
const PATIENCE = 10_000;

/** So soon after its last refusal a server is asked again no sooner than in a second, and is not "back" yet; in ms. */
const STILL_REFUSING = 3_000;

/** How a server begins to say that it takes nothing for now: its disk or memory is full, it loads its file, runs a script, or changes its master (redis/src/server.c). */
const REFUSAL = /^(?:MISCONF|OOM|LOADING|BUSY|READONLY|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|TRYAGAIN) /;

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
  const trouble = new Trouble(say);
  let isUp = false;
  const client = new ioredis.Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: PATIENCE,
    retryStrategy: (times) => (trouble.isRefused ? 1000 : Math.min(50 * times, 1000)),
    // 2: on another connection the same command is sent again
    reconnectOnError: ({ message }) => {
      if (!isUp || !REFUSAL.test(message)) return false;
      trouble.refuses(message);
      return 2;
    },
  });
  let why = "no answer";
  // each refused command ends its connection, and listens to that end: Node would warn of a leak
  client.on("connect", () => client.stream.setMaxListeners(0));
  const onError = (error: Error): void => void (why = error.message);
  client.on("error", onError);
  try {
    await withinPatience(client.connect().then(() => client.ping()));
  } catch (error) {
    client.disconnect();
    const said = error instanceof Error && why === "no answer" ? error.message : why;
    throw new UserError(`the queue at ${place} cannot be used: ${withoutSecrets(helpful(said, url), url)}`);
  }
  isUp = true;
  client.off("error", onError);
  client.on("error", (error: Error) => trouble.isAway(error.message));
  client.on("ready", () => trouble.isReady());
  return client;
}

/** The server's own words, or what to do where they do not say. */
function helpful(said: string, url: string): string {
  if (said.startsWith("NOAUTH")) return "it wants a password: redis://:PASSWORD@HOST";
  if (!/no answer|ECONNRESET|wrong version number/.test(said)) return said;
  return url.startsWith("rediss:") ? `${said}; does it speak TLS there?` : `${said}; is it TLS, rediss://?`;
}

/** Says once that the server is away or takes nothing, and once that it is back; until then everything waits. */
class Trouble {
  private readonly say: (text: string) => void;
  private isTold = false;
  /** Runs from the last refusal on. */
  private quiet: NodeJS.Timeout | undefined;

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  get isRefused(): boolean {
    return this.quiet !== undefined;
  }

  isAway(why: string): void {
    this.tell(`the queue does not answer (${why}); waiting for it`);
  }

  refuses(why: string): void {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      this.quiet = undefined;
      this.isReady();
    }, STILL_REFUSING).unref();
    this.tell(`the queue takes nothing for now (${withoutScript(why)}); waiting for it`);
  }

  isReady(): void {
    if (!this.isTold || this.isRefused) return;
    this.say("the queue is back");
    this.isTold = false;
  }

  private tell(text: string): void {
    if (!this.isTold) this.say(text);
    this.isTold = true;
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer in ${PATIENCE / 1000} s`)), PATIENCE).unref();
  });
  return await Promise.race([work, late]);
}

/** Behind the server's reason stands the script that it refused. */
function withoutScript(message: string): string {
  return message.replace(/\.? script: [^]*/, "");
}

/** What a server does not do for this user, or on these keys: it is the user's to mend, and no fault of ours. */
export function refusalOf(error: unknown): unknown {
  const isReply = error instanceof Error && error.name === "ReplyError";
  return isReply ? new UserError(`the queue refuses: ${withoutScript(error.message)}`) : error;
}

/** A message of the client's, should it repeat what it was given. */
export function withoutSecrets(message: string, url: string): string {
  const { username, password } = read(url);
  const secrets = [url, password, decodeURIComponent(password), username].filter((one) => one !== "");
  return secrets.reduce((text, secret) => text.replaceAll(secret, "***"), message);
}
