import { messageOf } from "../core/message-of.ts";
import { Worker } from "node:worker_threads";
import type { Cache } from "../compile/cache.ts";
import { fileCache } from "../host/file-cache.ts";
import { withPrepared } from "../host/prepared.ts";
import { perform } from "./perform.ts";
import type { FromChild, ToChild } from "./protocol.ts";

/** A slot's process: does one job after the other, and may be killed at any time. */
const waiting = new Map<number, (value: Uint8Array | undefined) => void>();
let asked = 0;
let watched = Promise.resolve();

function tell(message: FromChild): void {
  process.send?.(message);
}

/** This machine's folder of compiled modules; what it lacks, the parent is asked for. */
const own = withPrepared(fileCache());
const cache: Cache = {
  async read(key) {
    const known = await own.read(key);
    if (known) return known;
    const id = asked++;
    const answer = new Promise<Uint8Array | undefined>((resolve) => waiting.set(id, resolve));
    tell({ type: "read", id, key });
    const value = await answer;
    if (value) await own.write(key, value);
    return value;
  },
  async write(key, value) {
    await own.write(key, value);
    tell({ type: "write", key, value });
  },
};

process.on("message", (message: ToChild) => {
  if (message.type === "setting") {
    const url = new URL("./watchdog.js", import.meta.url);
    const watchdog = new Worker(url, { workerData: { parent: process.ppid, memory: message.memory } });
    watchdog.unref();
    watched = new Promise((resolve) => watchdog.once("message", () => resolve()));
    void watched.then(() => tell({ type: "ready" }));
  } else if (message.type === "value") {
    waiting.get(message.id)?.(message.value);
    waiting.delete(message.id);
  } else {
    const { job, inputs, compiler } = message;
    // nothing is done before somebody watches
    void watched
      .then(() => perform(job, inputs, { cache, compiler }))
      .then(
        (result) => tell({ type: "result", result }),
        (error: unknown) => tell({ type: "error", message: messageOf(error) }),
      );
  }
});
process.on("disconnect", () => process.exit());
