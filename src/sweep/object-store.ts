import { createHash } from "node:crypto";
import { messageOf } from "../core/message-of.ts";
import { UserError } from "../core/user-error.ts";
import type { BlobName, Blobs } from "./blobs.ts";
import { optional } from "./optional.ts";

/** A store that is busy, or fails, is asked again so often. */
const RETRIES = 4;

/** Each has a connection of its own. */
const AT_ONCE = 32;

export function isObjectStore(place: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(place);
}

interface Address {
  /** Without a slash at its end, and without keys. */
  readonly base: string;
  readonly id: string;
  readonly secret: string;
}

/** @throws UserError that repeats no key */
function addressOf(place: string): Address {
  const url = URL.canParse(place) ? new URL(place) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || !/[^/]/.test(url.pathname))
    throw new UserError(
      "--sources: give a folder, or https://HOST/BUCKET of an S3-compatible store, with or without /PREFIX",
    );
  const id = decodeURIComponent(url.username) || process.env["AWS_ACCESS_KEY_ID"];
  const secret = decodeURIComponent(url.password) || process.env["AWS_SECRET_ACCESS_KEY"];
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  if (!id || !secret)
    throw new UserError(`--sources ${base}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to its keys`);
  return { base, id, secret };
}

/** A bucket of an S3-compatible store, addressed by path; requests and what they bring are signed (AWS Signature Version 4). */
export async function objectStore(place: string): Promise<Blobs> {
  const { base, id, secret } = addressOf(place);
  const { AwsClient } = await optional("aws4fetch", () => import("aws4fetch"));
  const token = process.env["AWS_SESSION_TOKEN"];
  const client = new AwsClient({
    accessKeyId: id,
    secretAccessKey: secret,
    ...(token === undefined ? {} : { sessionToken: token }),
    service: "s3",
    region: process.env["AWS_REGION"] ?? "us-east-1",
    retries: RETRIES,
  });
  const ask = async (
    method: "GET" | "HEAD" | "PUT",
    { kind, hash }: BlobName,
    body?: Buffer,
  ): Promise<Response> => {
    const signed = createHash("sha256")
      .update(body ?? "")
      .digest("hex");
    const answer = await client
      .fetch(`${base}/${kind}/${hash}`, {
        method,
        headers: { "X-Amz-Content-Sha256": signed },
        ...(body ? { body: new Uint8Array(body) } : {}),
      })
      .catch((error: unknown) => {
        throw new UserError(`the store at ${base} cannot be reached: ${causeOf(error)}`);
      });
    if (answer.ok || (answer.status === 404 && method !== "PUT")) return answer;
    throw new UserError(`the store at ${base} answers ${answer.status} ${await reasonIn(answer)}`.trimEnd());
  };
  return {
    atOnce: AT_ONCE,
    has: async (name) => (await ask("HEAD", name)).ok,
    read: async (name) => {
      const answer = await ask("GET", name);
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    },
    write: async (name, packed) => void (await ask("PUT", name, packed)),
  };
}

/** fetch() says "fetch failed", and keeps to itself why. */
function causeOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}

/** `SignatureDoesNotMatch`: what S3 says in its XML; an answer to HEAD has none. */
async function reasonIn(answer: Response): Promise<string> {
  return /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] ?? answer.statusText;
}
