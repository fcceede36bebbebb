import { mkdtemp, rm } from "node:fs/promises";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Arch } from "../../core/kernel-version.ts";
import { Inbox } from "./inbox.ts";
import { lineSplitter, Port } from "./line-port.ts";
import { chardev, MACHINE_TYPES } from "./machine.ts";
import { QemuProcess } from "./process.ts";
import { Qmp } from "./qmp.ts";

/** What the guest answers, such as `rmmod 0`: a word, and what follows it. */
export interface Reply {
  readonly word: string;
  readonly rest: string;
}

/** QEMU ended: the guest powered off, panicked, or the emulator failed. */
export class GuestGone extends Error {
  override readonly name = "GuestGone";
}

export interface GuestOptions {
  readonly arch: Arch;
  /** Words for QEMU, without those for its ports. */
  readonly words: readonly string[];
  /** An open snapshot, which QEMU waits to be told of. */
  readonly snapshot?: number;
  readonly onTrace: (line: string) => void;
}

/** A running QEMU with its console, its control port and its monitor. */
export class Guest {
  readonly qmp: Qmp;
  readonly #replies = new Inbox<Reply>();
  readonly #folder: string;
  readonly #removeAtExit: () => void;
  #ports: { console: Port; control: Port; monitor: Port } | undefined;
  #process: QemuProcess | undefined;
  #console = "";
  #gone = false;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#removeAtExit = () => rmSync(folder, { recursive: true, force: true });
    this.qmp = new Qmp((text) => this.#ports?.monitor.write(text));
  }

  static async start(options: GuestOptions): Promise<Guest> {
    const guest = new Guest(await mkdtemp(join(tmpdir(), "unoops-guest-")));
    process.on("exit", guest.#removeAtExit);
    try {
      await guest.#start(options);
      return guest;
    } catch (error) {
      await guest.stop();
      throw error;
    }
  }

  async #start({ arch, words, snapshot, onTrace }: GuestOptions): Promise<void> {
    const place = (name: string): string => join(this.#folder, name);
    const control = lineSplitter((line) => {
      const match = /^@(\w+) ?(.*)$/.exec(line);
      if (match) this.#replies.put({ word: match[1] ?? "", rest: match[2] ?? "" });
      else onTrace(line);
    });
    this.#ports = {
      console: await Port.listen(place("console"), (text) => (this.#console += text.replaceAll("\r", ""))),
      control: await Port.listen(place("control"), control),
      monitor: await Port.listen(place("monitor"), this.qmp.receive),
    };
    const chardevs = Object.entries(this.#ports).flatMap(([id, { path }]) => chardev(id, path));
    const all = [...chardevs, "-mon", "chardev=monitor,mode=control", ...words];
    this.#process = new QemuProcess(MACHINE_TYPES[arch].program, all, snapshot);
    const fail = (error: Error): void => {
      this.#gone = true;
      this.#replies.fail(error);
      this.qmp.fail(error);
    };
    this.#process.ended.then((said) => fail(new GuestGone(said || "QEMU ended")), fail);
    await this.qmp.execute("qmp_capabilities");
  }

  /** All that the kernel and the guest's programs printed so far. */
  get console(): string {
    return this.#console;
  }

  get gone(): boolean {
    return this.#gone;
  }

  send(...lines: readonly string[]): void {
    this.#ports?.control.write(lines.map((line) => `${line}\n`).join(""));
  }

  /** What follows the word in the next reply that begins with it; undefined when none came in `limit` ms. */
  async reply(word: string, limit: number): Promise<string | undefined> {
    return (await this.#replies.take((reply) => reply.word === word, limit))?.rest;
  }

  /** Every reply with this word that has come so far. */
  async replies(word: string): Promise<string[]> {
    const all: string[] = [];
    for (;;) {
      const next = this.#gone ? undefined : await this.reply(word, 0);
      if (next === undefined) return all;
      all.push(next);
    }
  }

  async stop(): Promise<void> {
    await this.#process?.kill();
    for (const port of Object.values(this.#ports ?? {})) port.close();
    process.off("exit", this.#removeAtExit);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
