import type { Redis } from "ioredis";

const KEY = "unoops:engines";

/** A sweep that did not say for so long that it is there is none, in seconds by the server's clock. */
const GONE = 20;

/** Says that a sweep of this engine waits for workers. */
export async function announce(client: Redis, engine: { id: string; name: string }): Promise<void> {
  const [now] = await client.time();
  await client.zadd(KEY, Number(now), engine.name);
  await client.zremrangebyscore(KEY, 0, Number(now) - GONE);
}

/** Engines that sweeps wait for. */
export async function awaited(client: Redis): Promise<string[]> {
  const [now] = await client.time();
  return client.zrangebyscore(KEY, Number(now) - GONE, "+inf");
}
