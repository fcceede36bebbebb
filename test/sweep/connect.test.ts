import { expect, test } from "vitest";
import { connect, placeOf, refusalOf, withoutSecrets } from "../../src/sweep/connect.ts";
import { serveMetrics } from "../../src/sweep/metrics.ts";

const installed = await import("prom-client").then(
  () => true,
  () => false,
);

test("the address of a queue is shown without user, password and options", () => {
  expect(placeOf("rediss://me:s3cret@queue.example:6380/2?family=6")).toBe("rediss://queue.example:6380");
});

test("a password is no part of a message, encoded or not", () => {
  const url = "redis://me:p%40ss@queue";
  expect(withoutSecrets(`cannot use ${url} of me with p@ss or p%40ss`, url)).not.toMatch(
    /p@ss|p%40ss|\bme\b/,
  );
});

test.each(["redis://:geh%eim@queue", "redis://u:12/s3cret@queue", "redis://u:12#s3cret@queue"])(
  "a password that must be encoded is asked for so, and not shown as a part of the host: %j",
  async (url) => {
    const refused = await connect(url, () => {}).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: "UserError" });
    expect(String(refused)).toContain("write % as %25");
    expect(String(refused)).not.toMatch(/geh|s3cret/);
  },
);

test.each(["99999", "abc", "127.0.0.1:70000"])("a port that is none is wrong usage: %j", async (where) => {
  await expect(serveMetrics(where, [])).rejects.toMatchObject({ name: "UserError" });
});

test.each(["http://x", "queue:6379", "", "redis://", "redis://:p4ss@ bad"])(
  "what is no address of a queue is refused without repeating it: %j",
  async (url) => {
    const refused = await connect(url, () => {}).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: "UserError" });
    expect(String(refused)).not.toContain("p4ss");
  },
);

test.skipIf(!installed)(
  "Prometheus is answered on this machine alone (skipped without prom-client)",
  async () => {
    let done = 3;
    const server = await serveMetrics("0", [{ name: "unoops_jobs", help: "Jobs.", value: () => done }]);
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("no address");
    expect(address.address).toBe("127.0.0.1");
    const ask = async (path: string): Promise<string> =>
      await (await fetch(`http://127.0.0.1:${address.port}${path}`)).text();
    expect(await ask("/metrics")).toContain("unoops_jobs 3");
    done = 4;
    expect(await ask("/metrics")).toContain("unoops_jobs 4");
    expect(await ask("/")).toBe("see /metrics\n");
    server.close();
  },
);

test("what a server refuses its user is told in a line, without the script that it refused", () => {
  const reply = new Error(
    "NOPERM this user may not run 'eval' script: 5ab432e8, on @user_script:1.\n--[[ Lua ]]",
  );
  reply.name = "ReplyError";
  expect(refusalOf(reply)).toMatchObject({
    name: "UserError",
    message: "the queue refuses: NOPERM this user may not run 'eval'",
  });
  const ours = new TypeError("x is not a function");
  expect(refusalOf(ours)).toBe(ours);
});
