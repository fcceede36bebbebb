import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";

/** A child that explores does not come to hear of anything; this thread of it does. */
const { parent, memory } = z.object({ parent: z.number(), memory: z.number() }).parse(workerData);

const LOOK_EVERY = 200;

function look(): void {
  // whoever started us is gone: nobody waits for the result; the compiler that we may have started goes along
  if (process.ppid !== parent) process.kill(-process.pid, "SIGKILL");
  if (process.memoryUsage.rss() > memory) process.kill(process.pid, "SIGUSR2");
}

look();
setInterval(look, LOOK_EVERY);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
parentPort?.postMessage("watching");
