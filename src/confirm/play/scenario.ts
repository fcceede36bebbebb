import { deedText, type Deed } from "../../core/witness-words.ts";

/** What happens to freed memory, and how the kernel was booted. */
export type Variant = "as shipped" | "slub_debug";

/** Words for the kernel's command line. F: consistency checks, Z: red zones, P: poison, U: who allocated and freed. */
export const BOOT_WORDS: Readonly<Record<Variant, readonly string[]>> = {
  "as shipped": [],
  slub_debug: ["slub_debug=FZPU"],
};

/** A deed of a process, what it does with the same open file afterwards, and how far rmmod is by then. */
export interface Use {
  readonly deed: Deed;
  readonly afterwards: readonly Deed[];
  readonly when: "loaded" | "unloading" | "unloaded";
}

/** What is done to a module on the real kernel: it is loaded, its threads get signals, its files are used, it is unloaded. */
export interface Scenario {
  /** Words after the module's name on insmod's command line. */
  readonly parameters: readonly string[];
  /** Sent to every thread of the module, in this order, after it was loaded. */
  readonly signals: readonly number[];
  /** What processes do with its files, each in a process of its own; or each file that it makes is read and written once. */
  readonly uses: readonly Use[] | "every file";
  /** Something of the module's was found to outlive it: it is given the time to be used. */
  readonly lingers: boolean;
  readonly variant: Variant;
  /** The build is the copy with the waits that the witness asks for. */
  readonly forced: boolean;
}

/** Such as `signal 10, forced, slub_debug`. */
export function scenarioName({ parameters, signals, uses, variant, forced }: Scenario): string {
  const parts = [
    ...parameters,
    ...signals.map((signal) => `signal ${signal}`),
    ...(uses === "every file"
      ? ["every file used"]
      : uses.map(({ deed, afterwards }) => [deed, ...afterwards].map(deedText).join(", then, still open, "))),
    ...(forced ? ["forced"] : []),
    ...(variant === "as shipped" ? [] : [variant]),
  ];
  return parts.length === 0 ? "load, unload" : parts.join(", ");
}

/** Does it make system calls for which busybox has no command? */
export function needsCaller({ uses }: Scenario): boolean {
  return (
    uses !== "every file" &&
    uses.some(({ deed, afterwards }) =>
      [deed, ...afterwards].some(({ how }) => /^(ioctl|struct|value|poll|seek|pread|pwrite)$/.test(how)),
    )
  );
}
