import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initramfs } from "../guest/initramfs.ts";
import type { RealKernel } from "../kernels/real-kernel.ts";
import { chooseAccelerator } from "./accelerator.ts";
import type { Guest } from "./guest.ts";
import { type Accelerator } from "./machine.ts";
import { Snapshot } from "./snapshot.ts";

/** Where Debian's busybox-static puts it. */
export function busyboxPath(): string {
  return "/bin/busybox";
}

/** A kernel that is ready to run scenarios: booted once per set of extra words, restored for each run. */
export class Computer {
  readonly kernel: RealKernel;
  readonly accelerator: Accelerator;
  readonly #initramfs: Buffer;
  readonly #folder: string;
  readonly #snapshots = new Map<string, Promise<Snapshot>>();
  readonly #removeAtExit: () => void;

  private constructor(kernel: RealKernel, accelerator: Accelerator, archive: Buffer, folder: string) {
    this.kernel = kernel;
    this.accelerator = accelerator;
    this.#initramfs = archive;
    this.#folder = folder;
    this.#removeAtExit = () => rmSync(folder, { recursive: true, force: true });
    process.on("exit", this.#removeAtExit);
  }

  static async of(kernel: RealKernel): Promise<Computer> {
    const archive = await initramfs(kernel.arch, kernel.busybox ?? busyboxPath());
    const folder = await mkdtemp(join(tmpdir(), "unoops-boot-"));
    const files = { image: kernel.image, initramfs: join(folder, "initramfs") };
    await writeFile(files.initramfs, archive);
    const accelerator = await chooseAccelerator({ arch: kernel.arch, files, extra: [] });
    return new Computer(kernel, accelerator, archive, folder);
  }

  /** A fresh guest whose kernel was booted with `extra` words on its command line. */
  async guest(extra: readonly string[], onTrace: (line: string) => void): Promise<Guest> {
    return (await this.#snapshot(extra)).restore(onTrace);
  }

  #snapshot(extra: readonly string[]): Promise<Snapshot> {
    const key = extra.join(" ");
    const known = this.#snapshots.get(key);
    if (known) return known;
    const files = { image: this.kernel.image, initramfs: join(this.#folder, "initramfs") };
    const made = Snapshot.of({ arch: this.kernel.arch, files, extra }, this.#initramfs, this.accelerator);
    this.#snapshots.set(key, made);
    return made;
  }

  async close(): Promise<void> {
    process.off("exit", this.#removeAtExit);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
