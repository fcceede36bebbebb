interface KernelRow {
  readonly version: string;
  /** Whether it was booted, and its logs are compared with the model's; the others follow their source (docs/fidelity.md). */
  readonly isMeasured: boolean;
  /** The suite of Debian that has its packages. */
  readonly debian?: string;
  /** The machine it runs on unless told otherwise; x86_64 where it is not said. */
  readonly arch?: "arm";
}

/** The kernels whose behaviour is modelled, oldest first; what differs between them lies in kernel/include/unoops/versions.h. */
const KERNELS = [
  { version: "4.4", isMeasured: true, arch: "arm" }, // the report's router
  { version: "4.14", isMeasured: false },
  { version: "4.19", isMeasured: false },
  { version: "5.4", isMeasured: false },
  { version: "5.10", isMeasured: true, debian: "bullseye" },
  { version: "5.15", isMeasured: false },
  { version: "6.1", isMeasured: true, debian: "bookworm" },
  { version: "6.12", isMeasured: true, debian: "trixie" },
  { version: "7.2", isMeasured: true, debian: "sid" },
] as const satisfies readonly KernelRow[];

export type KernelVersion = (typeof KERNELS)[number]["version"];

export const KERNEL_VERSIONS: readonly KernelVersion[] = KERNELS.map(({ version }) => version);

export const MEASURED_KERNELS: readonly KernelVersion[] = KERNELS.filter(({ isMeasured }) => isMeasured).map(
  ({ version }) => version,
);

export const DEFAULT_KERNEL: KernelVersion = "6.12";

/** Architectures whose oops text can be predicted. */
export const ARCHES = ["arm", "x86_64"] as const;

export type Arch = (typeof ARCHES)[number];

export function isKernelVersion(text: string): text is KernelVersion {
  return KERNELS.some(({ version }) => version === text);
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

function rowOf(version: KernelVersion): KernelRow | undefined {
  return KERNELS.find((row) => row.version === version);
}

/** The machine such a kernel runs on unless told otherwise. */
export function defaultArch(version: KernelVersion): Arch {
  return rowOf(version)?.arch ?? "x86_64";
}

/** The suite of Debian that has the kernel; undefined where none has. */
export function debianSuite(version: KernelVersion): string | undefined {
  return rowOf(version)?.debian;
}
