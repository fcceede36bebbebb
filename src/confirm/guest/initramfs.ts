import { readFile } from "node:fs/promises";
import type { Arch } from "../../core/kernel-version.ts";
import { UserError } from "../../core/user-error.ts";
import { INIT } from "./init.ts";
import { newc } from "./newc.ts";
import { probesFor } from "./probes.ts";

const FOLDERS = ["bin", "dev", "mnt", "proc", "sys", "tmp"];

/** The guest's whole file system: a static busybox and our init. */
export async function initramfs(arch: Arch, busybox: string): Promise<Buffer> {
  const { kprobes, events } = probesFor(arch);
  return newc(
    FOLDERS,
    new Map<string, Uint8Array>([
      ["bin/busybox", await readBusybox(busybox)],
      ["init", Buffer.from(INIT)],
      ["probes", textFile(kprobes)],
      ["events", textFile(events)],
    ]),
  );
}

const textFile = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join("\n")}\n`);

async function readBusybox(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw new UserError(`${path}: no busybox for the guest (apt install busybox-static)`);
  }
}
