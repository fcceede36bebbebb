import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { cacheFolder } from "../../host/file-cache.ts";
import { qemuVersion } from "./accelerator.ts";
import { bootOrExplain, type Boot } from "./boot.ts";
import { Guest } from "./guest.ts";
import { machineWords, type Accelerator } from "./machine.ts";

/** Writing 100 MB, and reading them back, on a busy disk. In ms. */
const SAVE_LIMIT = 60_000;
const RESTORE_LIMIT = 20_000;

/** Bytes a second; QEMU's default is meant for networks. */
const BANDWIDTH = 2 ** 40;

/** The RAM of a guest that has booted and waits for commands, in a file: restoring it takes a fifth of a second. */
export class Snapshot {
  readonly #path: string;
  readonly #boot: Boot;
  readonly #accelerator: Accelerator;

  private constructor(path: string, boot: Boot, accelerator: Accelerator) {
    this.#path = path;
    this.#boot = boot;
    this.#accelerator = accelerator;
  }

  /** Takes the one in the cache, or boots once and saves. `initramfs` is what the boot's file of that name shall hold. */
  static async of(boot: Boot, initramfs: Buffer, accelerator: Accelerator): Promise<Snapshot> {
    const folder = join(cacheFolder(), "snapshots");
    await mkdir(folder, { recursive: true });
    const key = await keyOf(boot, initramfs, accelerator);
    const snapshot = new Snapshot(join(folder, key), boot, accelerator);
    if (await isFile(snapshot.#path)) await utimes(snapshot.#path, new Date(), new Date());
    else {
      await forgetUnused(folder);
      await snapshot.#make();
    }
    return snapshot;
  }

  async #make(): Promise<void> {
    const beside = `${this.#path}.${process.pid}`;
    const guest = await bootOrExplain(this.#boot, this.#accelerator);
    try {
      await save(guest, beside);
      await rename(beside, this.#path);
    } finally {
      await guest.stop();
      await rm(beside, { force: true });
    }
  }

  /** A guest that goes on where the saved one stopped. */
  async restore(onTrace: (line: string) => void): Promise<Guest> {
    const file = await open(this.#path, "r");
    try {
      const words = machineWords(this.#boot.arch, this.#accelerator, this.#boot.files, this.#boot.extra);
      const guest = await Guest.start({
        arch: this.#boot.arch,
        words: [...words, "-incoming", "defer"],
        snapshot: file.fd,
        onTrace,
      });
      try {
        await guest.qmp.execute("migrate-set-capabilities", EVENTS);
        await guest.qmp.execute("migrate-incoming", { uri: "fd:4" });
        if (!(await guest.qmp.migrated(RESTORE_LIMIT)))
          throw new Error(`QEMU cannot restore ${this.#path}: delete it`);
        await guest.qmp.execute("cont");
        return guest;
      } catch (error) {
        await guest.stop();
        throw error;
      }
    } finally {
      await file.close();
    }
  }
}

const EVENTS = { capabilities: [{ capability: "events", state: true }] };

async function save(guest: Guest, path: string): Promise<void> {
  const socket = `${path}.socket`;
  const server = createServer();
  const written = receive(server, path);
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(socket, resolve));
  try {
    await guest.qmp.execute("stop");
    await guest.qmp.execute("migrate-set-capabilities", EVENTS);
    await guest.qmp.execute("migrate-set-parameters", { "max-bandwidth": BANDWIDTH });
    await guest.qmp.execute("migrate", { uri: `unix:${socket}` });
    if (!(await guest.qmp.migrated(SAVE_LIMIT))) throw new Error("QEMU cannot save the guest's memory");
    await written;
  } finally {
    server.close();
  }
}

async function receive(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("connection", (socket) => {
      pipeline(socket, createWriteStream(path)).then(resolve, reject);
    });
  });
}

async function keyOf(boot: Boot, initramfs: Buffer, accelerator: Accelerator): Promise<string> {
  const { size, mtimeMs } = await stat(boot.files.image);
  const words = machineWords(boot.arch, accelerator, { image: boot.files.image, initramfs: "" }, boot.extra);
  const parts = JSON.stringify([words, size, mtimeMs, await qemuVersion(boot)]);
  return createHash("sha256").update(parts).update(initramfs).digest("hex").slice(0, 24);
}

/** In ms: a month. Snapshots of kernels that were replaced are never asked for again, and take 70 MB each. */
const UNUSED = 30 * 24 * 3600 * 1000;

async function forgetUnused(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (await isUnused(path)) await rm(path, { force: true });
  }
}

async function isUnused(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > UNUSED;
  } catch {
    return false; // another run has just taken it away
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
