import { constants } from "node:fs";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../host/file-cache.ts";
import { outputOf } from "../host/command.ts";
import { tryBoot, type Boot } from "./boot.ts";
import { Guest } from "./guest.ts";
import { MACHINE_TYPES, type Accelerator } from "./machine.ts";

/**
 * KVM when it really boots this kernel, else emulation: /dev/kvm may be there and hang on the first instruction it cannot
 * run. The answer holds until the host boots again.
 */
export async function chooseAccelerator(boot: Boot): Promise<Accelerator> {
  if (boot.arch === "arm" || !(await kvmIsThere())) return "tcg";
  const key = `${await hostBoot()} ${await qemuVersion(boot)}`;
  const place = join(cacheFolder(), "accelerator");
  const known = await remembered(place, key);
  if (known) return known;
  const guest = await tryBoot(boot, "kvm");
  if (guest instanceof Guest) await guest.stop();
  const choice = guest instanceof Guest ? "kvm" : "tcg";
  await mkdir(cacheFolder(), { recursive: true });
  await writeFile(place, `${key} ${choice}\n`);
  return choice;
}

async function kvmIsThere(): Promise<boolean> {
  try {
    await access("/dev/kvm", constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Names this boot of the host. */
async function hostBoot(): Promise<string> {
  return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
}

export async function qemuVersion({ arch }: Pick<Boot, "arch">): Promise<string> {
  const text = await outputOf(MACHINE_TYPES[arch].program, ["--version"], { limit: 10_000 });
  return /version (\S+)/.exec(text)?.[1] ?? text.trim();
}

async function remembered(place: string, key: string): Promise<Accelerator | undefined> {
  let text: string;
  try {
    text = await readFile(place, "utf8");
  } catch {
    return undefined; // never asked yet, or a cache that cannot be read: asked again
  }
  return (["kvm", "tcg"] as const).find((choice) => text === `${key} ${choice}\n`);
}
