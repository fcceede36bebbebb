import { setFlagsFromString } from "node:v8";

const FLAGS = { on: "--opt", off: "--no-opt" };

/**
 * Seconds of the processor's after which it is worth optimizing what runs: of a driver much is read once, and searched for a second or two;
 * of a module there is little to read, and a search that takes longer than this takes longer still.
 */
const LATE = { driver: 2.2, module: 1 };

/** Milliseconds between looks at them while nothing is searched. */
const EVERY = 250;

/**
 * Leaves V8's optimizing compiler alone until it is worth its time: of a process that takes two or three seconds of the processor's it
 * takes one, and what it made is used for less. The flag counts for the whole process.
 * @param what is run
 * @returns to be called while something is searched, when no timer comes
 */
export function optimizeLate(what: keyof typeof LATE): () => void {
  setFlagsFromString(FLAGS.off);
  let isOff = true;
  const look = (): void => {
    const { user, system } = process.cpuUsage();
    if (!isOff || user + system < LATE[what] * 1e6) return;
    setFlagsFromString(FLAGS.on);
    isOff = false;
    clearInterval(timer);
  };
  const timer = setInterval(look, EVERY).unref();
  return look;
}
