import type { Redis } from "ioredis";

/** Names that are said again and again on the server; one that was not said for so long is gone, in seconds by the server's clock. */
const GONE = 20;

const KEY = { engines: "unoops:engines", confirmers: "unoops:confirmers" };

async function say(client: Redis, key: string, name: string): Promise<void> {
  const [now] = await client.time();
  await client.zadd(key, Number(now), name);
  await client.zremrangebyscore(key, 0, Number(now) - GONE);
}

async function said(client: Redis, key: string): Promise<string[]> {
  const [now] = await client.time();
  return client.zrangebyscore(key, Number(now) - GONE, "+inf");
}

/** Says that a sweep of this engine waits for workers. */
export async function announce(client: Redis, engine: { id: string; name: string }): Promise<void> {
  await say(client, KEY.engines, engine.name);
}

/** Engines that sweeps wait for. */
export async function awaited(client: Redis): Promise<string[]> {
  return said(client, KEY.engines);
}

/** Says that a worker of this engine boots real kernels. */
export async function offerToConfirm(client: Redis, engine: { id: string }): Promise<void> {
  await say(client, KEY.confirmers, engine.id);
}

/** Whether some worker of this engine boots real kernels. */
export async function isConfirmedAnywhere(client: Redis, engine: { id: string }): Promise<boolean> {
  return (await said(client, KEY.confirmers)).includes(engine.id);
}
