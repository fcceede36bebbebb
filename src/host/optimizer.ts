import { setFlagsFromString } from "node:v8";

const FLAGS = { on: "--opt", off: "--no-opt" };

/** Seconds of the processor's after which it is worth optimizing what runs. */
const LATE = 2.2;

/** Milliseconds between looks at them while nothing is searched. */
const EVERY = 250;

/**
 * Leaves V8's optimizing compiler alone until it is worth its time: of a process that takes two or three seconds of the processor's it
 * takes one, and what it made is used for less. The flag counts for the whole process.
 * @returns to be called while something is searched, when no timer comes
 */
export function optimizeLate(): () => void {
  setFlagsFromString(FLAGS.off);
  let isOff = true;
  const look = (): void => {
    const { user, system } = process.cpuUsage();
    if (!isOff || user + system < LATE * 1e6) return;
    setFlagsFromString(FLAGS.on);
    isOff = false;
    clearInterval(timer);
  };
  const timer = setInterval(look, EVERY).unref();
  return look;
}
