import { signalName, signalNumber } from "./signal-names.ts";

/** What a witness says and others read in it: who plays a witness on a real kernel must find the same words. */

/** A signal from user space, as a step of a witness. */
export function killText(signal: number): string {
  return `kill -${signalName(signal)}`;
}

/** The signal of such a step; undefined for any other text. */
export function killedWith(text: string): number | undefined {
  const word = /^kill -(\w+)$/.exec(text)?.[1];
  if (word === undefined) return undefined;
  return /^\d+$/.test(word) ? Number(word) : signalNumber(word);
}

/** The effect of a wake-up that comes before its task sleeps. */
export const NOBODY_TO_WAKE = "already running: nothing to wake";

/** rmmod has taken a module away. */
export function goneText(module: string): string {
  return `${module} is gone`;
}

/** Whether a step says so. */
export function tellsGone(text: string): boolean {
  return /^(?:the module|\S+) is gone$/.test(text);
}

/** A task enters the function it was made for. */
export function startText(name: string): string {
  return `${name}() starts`;
}

/** The function of such a step; undefined for any other text. */
export function startedFunction(text: string): string | undefined {
  return /^(\w+)\(\) starts$/.exec(text)?.[1];
}

const HOWS = [
  "mount",
  "tree",
  "read",
  "short",
  "seek",
  "pread",
  "pwrite",
  "write",
  "bare",
  "record",
  "bytes",
  "fill",
  "ioctl",
  "struct",
  "value",
  "poll",
] as const;

/** What a process of user space does with a file of the module's, as `src/kernel/services/world/` tells it. */
export interface Deed {
  readonly how: (typeof HOWS)[number];
  readonly path: string;
  /** The type of file system that is mounted; what is done at a place of it (`umount`); what is written (`bare`: without a newline), or how many letters `a` or bytes, and the int that these begin with, or what they say and are (`op 7: 0000000007`); how many bytes at which place; the number of an ioctl, and the int or struct that its argument points to, or is (`value`). */
  readonly words: readonly string[];
}

const DEEDS: Readonly<
  Record<
    Deed["how"],
    { readonly form: RegExp; readonly text: (path: string, words: readonly string[]) => string }
  >
> = {
  // what a mount is given to read from is the guest's to find
  mount: {
    form: /^mount -t (?<first>[\w.-]+) \/dev\/loop0 (?<path>\/mnt)$/,
    text: (path, [type]) => `mount -t ${type} /dev/loop0 ${path}`,
  },
  tree: {
    form: /^(?<first>ls|stat|rm|rmdir|touch|mkdir|df|umount) (?<path>\/mnt(?:\/\S+)?)$/,
    text: (path, [command]) => `${command} ${path}`,
  },
  read: { form: /^cat (?<path>\/\S+)$/, text: (path) => `cat ${path}` },
  short: { form: /^head -c 1 (?<path>\/\S+)$/, text: (path) => `head -c 1 ${path}` },
  seek: {
    form: /^lseek\((?<path>\/\S+), (?<first>0), (?<second>SEEK_SET|SEEK_CUR|SEEK_END)\)$/,
    text: (path, [offset, whence]) => `lseek(${path}, ${offset}, ${whence})`,
  },
  pread: {
    form: /^pread\((?<path>\/\S+), (?<first>\d+) bytes at (?<second>\d+)\)$/,
    text: (path, [size, place]) => `pread(${path}, ${size} bytes at ${place})`,
  },
  pwrite: {
    form: /^pwrite\((?<path>\/\S+), (?<first>\d+) bytes at (?<second>\d+)\)$/,
    text: (path, [size, place]) => `pwrite(${path}, ${size} bytes at ${place})`,
  },
  write: {
    form: /^echo (?!-n )(?<first>[ -~]+) > (?<path>\/\S+)$/,
    text: (path, [value]) => `echo ${value} > ${path}`,
  },
  bare: {
    form: /^echo -n (?<first>[ -~]+) > (?<path>\/\S+)$/,
    text: (path, [value]) => `echo -n ${value} > ${path}`,
  },
  record: {
    form: /^(?<first>\d+) bytes with (?<second>-?\d+) first to (?<path>\/\S+)$/,
    text: (path, [size, value]) => `${size} bytes with ${value} first to ${path}`,
  },
  bytes: {
    form: /^(?<first>\d+) bytes with (?<second>[^:]+: [0-9a-f]+) to (?<path>\/\S+)$/,
    text: (path, [size, bytes]) => `${size} bytes with ${bytes} to ${path}`,
  },
  fill: {
    form: /^(?<first>\d+) bytes to (?<path>\/\S+)$/,
    text: (path, [size]) => `${size} bytes to ${path}`,
  },
  ioctl: {
    form: /^ioctl\((?<path>\/\S+), (?<first>0x[0-9a-f]+|0)\) with a (?<second>-?\d+)$/,
    text: (path, [command, argument]) => `ioctl(${path}, ${command}) with a ${argument}`,
  },
  struct: {
    form: /^ioctl\((?<path>\/\S+), (?<first>0x[0-9a-f]+|0)\) with (?<second>[^:]+: [0-9a-f]+)$/,
    text: (path, [command, bytes]) => `ioctl(${path}, ${command}) with ${bytes}`,
  },
  value: {
    form: /^ioctl\((?<path>\/\S+), (?<first>0x[0-9a-f]+|0), (?<second>-?\d+)\)$/,
    text: (path, [command, argument]) => `ioctl(${path}, ${command}, ${argument})`,
  },
  poll: { form: /^poll\(\) of (?<path>\/\S+)$/, text: (path) => `poll() of ${path}` },
};

/** Such a step: `cat /proc/worker`, `echo 1 > /dev/worker`; undefined for any other text. */
export function deedOf(text: string): Deed | undefined {
  for (const how of HOWS) {
    const { path, first, second } = DEEDS[how].form.exec(text)?.groups ?? {};
    if (path !== undefined) return { how, path, words: [first, second].filter((word) => word !== undefined) };
  }
  return undefined;
}

/** Behind this step the process goes on with the file that it had open; undefined for any other text. */
export function stillOpen(text: string): string | undefined {
  return /^(?<path>\/\S+) is still open$/.exec(text)?.groups?.["path"];
}

export function deedText({ how, path, words }: Deed): string {
  return DEEDS[how].text(path, words);
}
