/** One line of the guest's trace: who did it, when, and what. */
export interface GuestTraceEvent {
  readonly comm: string;
  readonly pid: number;
  /** Seconds since the guest booted. */
  readonly time: number;
  /** A probe of `guest/probes.ts`, or the kernel's own event. */
  readonly name: string;
  readonly text: string;
}

/** `            rmmod-90      [000] .....    12.345678: kstop: (kthread_stop+0x0/0x1b0) k=0xffff... caller=0x...` */
const LINE = /^\s*(\S.*)-(\d+)\s+\[\d+\]\s+\S+\s+(\d+\.\d+): (\w+): (.*)$/;

/** Undefined for a line that is none: the end of one that was cut, or a note of lost events. */
export function readTraceEvent(line: string): GuestTraceEvent | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const [, comm = "", pid = "", time = "", name = "", text = ""] = match;
  return { comm, pid: Number(pid), time: Number(time), name, text };
}

/** The value of `name=` in an event's text; for numbers in hexadecimal. */
export function addressIn(event: GuestTraceEvent, name: string): bigint | undefined {
  const digits = new RegExp(`\\b${name}=(0x[0-9a-f]+)`).exec(event.text)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
}
