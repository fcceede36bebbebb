import type { Remote } from "./remote.ts";
import { PastSchema, type ResultStore } from "./store.ts";
import type { JobResult } from "./result.ts";

/** Keeps results where the queue is, for sweeps from more than one machine. They stay as long as the server keeps them. */
export function redisStore(remote: Remote): ResultStore {
  const { client } = remote;
  return {
    get: async (hashes) => {
      const found = new Map<string, JobResult>();
      for (const hash of await remote.haveResults(hashes)) {
        const result = await remote.result(hash);
        if (result) found.set(hash, result);
      }
      return found;
    },
    put: async (hashes, result) => {
      for (const hash of hashes) await remote.keepForGood(hash, result);
    },
    last: async (plan) => {
      const text = await client.get(sweepKey(plan));
      const past = text === null ? undefined : PastSchema.safeParse(JSON.parse(text));
      return past?.success ? past.data : undefined;
    },
    keep: async (plan, past) => void (await client.set(sweepKey(plan), JSON.stringify(past))),
    close: async () => {},
  };
}

function sweepKey(plan: string): string {
  return `unoops:sweep:${plan}`;
}
