import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";

export const KEYS = { id: "AKIDUNOOPS", secret: "aSecretThatNobodyPrints/+" };

/** What a store of our own answers to one request. */
type Answer = readonly [status: number, body: string | Buffer];

/**
 * As much of S3 as a sweep needs, on loopback: HEAD, GET and PUT of objects in memory. It believes no request whose signature, date or
 * content is not what AWS Signature Version 4 says (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  readonly asked: string[] = [];
  /** So many requests are answered with 503 first, as a busy store does. */
  busy = 0;
  private readonly server: Server;
  private port = 0;

  private constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request).then(([status, body]) => response.writeHead(status).end(body));
    });
  }

  static async start(): Promise<S3Server> {
    const store = new S3Server();
    store.server.listen(0, "127.0.0.1");
    await once(store.server, "listening");
    const address = store.server.address();
    if (typeof address !== "object" || address === null) throw new Error("no port");
    store.port = address.port;
    return store;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/bucket/unoops`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const { method = "", url = "" } = request;
    this.asked.push(`${method} ${url}`);
    if (this.busy > 0) {
      this.busy--;
      return [503, "<Error><Code>SlowDown</Code></Error>"];
    }
    const refusal = refusalOf(request, body);
    if (refusal !== undefined) return [403, `<Error><Code>${refusal}</Code></Error>`];
    const object = this.objects.get(url);
    if (method === "PUT") this.objects.set(url, body);
    else if (!object) return [404, "<Error><Code>NoSuchKey</Code></Error>"];
    return [200, method === "GET" && object ? object : ""];
  }
}

function refusalOf({ method, url = "", headers }: IncomingMessage, body: Buffer): string | undefined {
  const given =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  if (!given) return "AccessDenied";
  const [, id, day = "", region = "", names = "", signature] = given;
  if (id !== KEYS.id) return "InvalidAccessKeyId";
  const signed = names.split(";");
  if (!["host", "x-amz-content-sha256", "x-amz-date"].every((name) => signed.includes(name)))
    return "AccessDenied";
  const content = String(headers["x-amz-content-sha256"]);
  if (content !== sha256(body)) return "XAmzContentSHA256Mismatch";
  const date = String(headers["x-amz-date"]);
  const at = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  if (!(Math.abs(Date.now() - at) < 900_000)) return "RequestTimeTooSkewed";
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim()}\n`).join("");
  const whole = [method, url, "", lines, names, content].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${KEYS.secret}`);
  const right = hmac(key, ["AWS4-HMAC-SHA256", date, scope, sha256(whole)].join("\n")).toString("hex");
  return right === signature ? undefined : "SignatureDoesNotMatch";
}

function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
