import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { objectStore } from "../../src/sweep/object-store.ts";
import { KEYS, S3Server } from "./s3-server.ts";

const why = await import("aws4fetch").then(
  () => "",
  () => " (skipped without aws4fetch)",
);
const NAME = { kind: "file", hash: "ab12" } as const;

describe.skipIf(why !== "")(`a bucket${why}`, () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await S3Server.start();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", KEYS.id);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", KEYS.secret);
  });
  afterEach(() => vi.unstubAllEnvs());

  test("what is written is there, and read as it was; what is not is not", async () => {
    const store = await objectStore(server.url);
    expect(await store.has(NAME)).toBe(false);
    expect(await store.read(NAME)).toBeUndefined();
    const packed = Buffer.from([0, 1, 255, 13, 10]);
    await store.write(NAME, packed);
    expect(await store.has(NAME)).toBe(true);
    expect(Buffer.from((await store.read(NAME)) ?? [])).toEqual(packed);
    expect([...server.objects.keys()]).toEqual(["/bucket/unoops/file/ab12"]);
  });

  test("a store that is busy is asked again", async () => {
    const store = await objectStore(server.url);
    server.busy = 2;
    await store.write(NAME, Buffer.from("x"));
    expect(await store.has(NAME)).toBe(true);
  });

  test("the keys may stand in the address, and the region in the environment", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
    vi.stubEnv("AWS_REGION", "eu-central-1");
    const keys = `${KEYS.id}:${encodeURIComponent(KEYS.secret)}@`;
    const store = await objectStore(server.url.replace("//", `//${keys}`));
    await store.write(NAME, Buffer.from("y"));
    expect(await store.has(NAME)).toBe(true);
  });

  test("wrong keys are refused with the store's own word, and are not repeated", async () => {
    const wrong = server.url.replace("//", `//${KEYS.id}:aWrongSecret@`);
    const refused = await (await objectStore(wrong)).read(NAME).catch((error: Error) => error.message);
    expect(refused).toBe(`the store at ${server.url} answers 403 SignatureDoesNotMatch`);
  });

  test("a store that is not there is told by its address", async () => {
    const nobody = "http://127.0.0.1:9/bucket";
    await expect((await objectStore(nobody)).has(NAME)).rejects.toThrow(
      /^the store at http:\/\/127\.0\.0\.1:9\/bucket cannot be reached: .+/,
    );
  });

  test.each(["s3://bucket", "ftp://me:s3cret@x/y", "https://host", "https://me:s3cret@host/"])(
    "%s is no bucket's address, and is refused without repeating it",
    async (place) => {
      const refused = await objectStore(place).catch((error: Error) => error);
      expect(refused).toMatchObject({ name: "UserError" });
      expect(String(refused)).toContain("https://HOST/BUCKET");
      expect(String(refused)).not.toContain("s3cret");
    },
  );

  test("without keys it is said where they go", async () => {
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
    await expect(objectStore(server.url)).rejects.toThrow("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  });
});
