import type { Arch } from "../../core/kernel-version.ts";
import { UserError } from "../../core/user-error.ts";
import { Guest, GuestGone } from "./guest.ts";
import { machineWords, type Accelerator, type BootFiles } from "./machine.ts";

export interface Boot {
  readonly arch: Arch;
  readonly files: BootFiles;
  /** Words added to the kernel's command line. */
  readonly extra: readonly string[];
}

/** A first boot takes 2 to 4 s when emulated, more on a machine that is busy; KVM is as fast or does not work. In ms. */
const BOOT_LIMIT: Readonly<Record<Accelerator, number>> = { kvm: 15_000, tcg: 120_000 };

/** Boots to the point where the guest waits for commands; undefined when it does not get there. */
export async function tryBoot(
  boot: Boot,
  accelerator: Accelerator,
): Promise<Guest | { readonly failed: string }> {
  const words = machineWords(boot.arch, accelerator, boot.files, boot.extra);
  const guest = await Guest.start({ arch: boot.arch, words, onTrace: () => {} });
  try {
    const ready = await guest.reply("ready", BOOT_LIMIT[accelerator]);
    if (ready !== undefined) return guest;
    await guest.stop();
    return { failed: `not up after ${BOOT_LIMIT[accelerator] / 1000} s\n${tail(guest.console)}` };
  } catch (error) {
    await guest.stop();
    if (error instanceof GuestGone) return { failed: `${error.message}\n${tail(guest.console)}` };
    throw error;
  }
}

export async function bootOrExplain(boot: Boot, accelerator: Accelerator): Promise<Guest> {
  const guest = await tryBoot(boot, accelerator);
  if (guest instanceof Guest) return guest;
  throw new UserError(`${boot.files.image} does not boot under QEMU: ${guest.failed}`);
}

const TAIL_LINES = 15;

/** The end of a console, for a message about something that did not happen. */
function tail(console: string): string {
  return console.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
}
