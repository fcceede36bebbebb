/** The kernels whose behaviour is modelled, oldest first. */
export const KERNEL_VERSIONS = ["4.4", "4.14", "4.19", "5.4", "5.10", "5.15", "6.1", "6.12", "7.2"] as const;

/** Of these, the ones that were booted, and whose logs the model is compared with; the others follow their source (docs/fidelity.md). */
export const MEASURED_KERNELS = [
  "4.4",
  "5.10",
  "6.1",
  "6.12",
  "7.2",
] as const satisfies readonly KernelVersion[];

export type KernelVersion = (typeof KERNEL_VERSIONS)[number];

export const DEFAULT_KERNEL: KernelVersion = "6.12";

/** Architectures whose oops text can be predicted. */
export const ARCHES = ["arm", "x86_64"] as const;

export type Arch = (typeof ARCHES)[number];

export function isKernelVersion(text: string): text is KernelVersion {
  return (KERNEL_VERSIONS as readonly string[]).includes(text);
}

/** The version as the kernel's own LINUX_VERSION_CODE: major << 16 | minor << 8. */
export function versionCode(version: KernelVersion): number {
  const [major, minor] = version.split(".").map(Number) as [number, number];
  return (major << 16) | (minor << 8);
}

/**
 * The modelled kernel whose behaviour a release has: the newest one not newer than the release.
 * `6.6.30-rt` is 6.1; `5.4.210` is 5.4; anything older than 4.4 is 4.4. Undefined when the text holds no version.
 */
export function nearestKernel(release: string): KernelVersion | undefined {
  const match = /(\d+)\.(\d+)/.exec(release);
  if (!match) return undefined;
  const code = (Number(match[1]) << 16) | (Number(match[2]) << 8);
  const older = KERNEL_VERSIONS.filter((version) => versionCode(version) <= code);
  return older.at(-1) ?? KERNEL_VERSIONS[0];
}

/** The machine such a kernel runs on unless told otherwise: 4.4 is the report's ARM router. */
export function defaultArch(version: KernelVersion): Arch {
  return version === "4.4" ? "arm" : "x86_64";
}
