import type { Redis } from "ioredis";
import { optional } from "./optional.ts";
import { wholeEngine } from "./engine.ts";
import { TRIES } from "./work.ts";

/** Ours on a server that others use as well. */
export const PREFIX = "unoops";

/** A queue for each engine: a worker of another one finds nothing in its own. */
export function queueName(): string {
  return `jobs-${wholeEngine().id}`;
}

/** Each job by its hash, once, however many sweeps want it; one that fails stays until a sweep has seen why. */
export const JOB_OPTIONS = {
  attempts: TRIES,
  removeOnComplete: true,
  removeOnFail: { age: 24 * 3600 },
} as const;

/** BullMQ takes no name that is a number. */
export function idOf(hash: string): string {
  return `j${hash}`;
}

export function hashOfId(id: string): string {
  return id.slice(1);
}

export async function loadBull(): Promise<typeof import("bullmq")> {
  return await optional("bullmq", () => import("bullmq"));
}

/** A connection of the same kind for what blocks; its trouble is that of the first one. */
export function another(client: Redis): Redis {
  return client.duplicate({ maxRetriesPerRequest: null, lazyConnect: false }).on("error", () => {});
}

/** What BullMQ complains of, but for a server that is away: that is told once. */
function tellError(error: Error, say: (text: string) => void): void {
  const isAway = "code" in error || /Connection is closed|ECONN/.test(error.message);
  if (!isAway) say(`the queue: ${error.message}`);
}

/** The same, each complaint once: BullMQ says every second that a job was given to another worker meanwhile. */
export function tellErrorsOnce(say: (text: string) => void): (error: Error) => void {
  const told = new Set<string>();
  return (error) =>
    tellError(error, (text) => {
      if (!told.has(text)) say(text);
      told.add(text);
    });
}
