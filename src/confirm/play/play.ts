import { setTimeout as sleep } from "node:timers/promises";
import type { Deed } from "../../core/witness-words.ts";
import { Oracle } from "../observe/oracle.ts";
import { readTraceEvent } from "../observe/trace-event.ts";
import type { Computer } from "../qemu/computer.ts";
import { GuestGone, type Guest } from "../qemu/guest.ts";
import type { Phase, Run, Stuck } from "./run.ts";
import { BOOT_WORDS, type Scenario, type Use } from "./scenario.ts";

export interface PlayOptions {
  /** How long insmod and rmmod may take before they count as hung, in ms. */
  readonly patience: number;
}

/** What is brought to the guest. */
export interface GuestBinaries {
  readonly module: Uint8Array;
  /** The program that makes system calls for which busybox has no command; where the scenario has such. */
  readonly caller: Uint8Array | undefined;
}

/** A command of the guest that only reads or writes a little. In ms. */
const ANSWER_LIMIT = 20_000;
/** No thread begins or ends for so long: the module has settled. */
const QUIET = 300;
/** Some task_structs are kept by a reference: no use in waiting for ever that they go. */
const SETTLE_LIMIT = 2_500;
/** What was left behind at unload is given so long to be used. A thread asleep for a second, a timer of two. */
const AFTERMATH = 4_000;
const SHORT_AFTERMATH = 200;
const CRASH_PRINTED = 400;
const STEP = 50;
/** A process that has not come back by then sleeps. */
const DEED_LIMIT = 1_000;

/** Paths are the module's words: the guest's shell gets none that mean something to it. */
const SAFE_PATH = /^\/[\w./:@+-]+$/;

/** Plays one scenario on a fresh guest. */
export async function play(
  computer: Computer,
  name: string,
  binaries: GuestBinaries,
  scenario: Scenario,
  options: PlayOptions,
): Promise<Run> {
  const began = performance.now();
  const oracle = new Oracle(computer.kernel.arch);
  const guest = await computer.guest(BOOT_WORDS[scenario.variant], (line) => {
    const event = readTraceEvent(line);
    if (event) oracle.take(event);
  });
  const stage = new Stage(guest, oracle, options);
  try {
    await stage.perform(name, binaries, scenario);
  } catch (error) {
    if (!(error instanceof GuestGone)) throw error;
    stage.end = "gone";
  } finally {
    await guest.stop();
  }
  return {
    scenario,
    console: guest.console,
    phases: stage.phases,
    insmod: stage.insmod,
    rmmod: stage.rmmod,
    end: stage.end,
    stuck: stage.stuck,
    faults: oracle.faults,
    blind: stage.blind,
    ms: Math.round(performance.now() - began),
  };
}

/** One performance of a scenario, and what came of it so far. */
class Stage {
  readonly phases: { phase: Phase; from: number }[] = [];
  insmod: number | undefined;
  rmmod: number | undefined;
  end: Run["end"] = "played";
  stuck: readonly Stuck[] = [];
  blind: readonly string[] = [];
  readonly #guest: Guest;
  readonly #oracle: Oracle;
  readonly #patience: number;

  constructor(guest: Guest, oracle: Oracle, { patience }: PlayOptions) {
    this.#guest = guest;
    this.#oracle = oracle;
    this.#patience = patience;
  }

  async perform(name: string, { module, caller }: GuestBinaries, scenario: Scenario): Promise<void> {
    const { parameters, signals, uses, forced } = scenario;
    const isUsed = uses === "every file" || uses.length > 0;
    this.#guest.send("unprobed");
    const refused = (await this.#guest.reply("unprobed", ANSWER_LIMIT)) ?? "";
    this.blind = refused.split(" ").filter((probe) => ESSENTIAL.has(probe));
    await this.#put("module.ko", module);
    if (caller) await this.#put("caller", caller);
    if (uses === "every file") await this.#ask("files");
    this.#enter("insmod");
    this.#guest.send(...parameters.map((word) => `word ${word}`), "insmod module.ko");
    this.insmod = await this.#status("insmod");
    if (this.insmod !== 0) return;
    this.#enter("running");
    await this.#settle(forced);
    for (const signal of signals) {
      for (const { pid } of this.#oracle.live) {
        this.#guest.send(`signal ${signal} ${pid}`);
        await this.#guest.reply("signal", ANSWER_LIMIT);
      }
      await this.#settle(forced);
    }
    if (uses === "every file") await this.#ask("use");
    else
      await this.#use(
        uses.filter(({ when }) => when === "loaded" || (forced && when === "unloading")),
        forced,
      );
    if (isUsed) await this.#settle(forced);
    this.#enter("rmmod");
    if (uses !== "every file" && !forced) this.#begin(uses.filter(({ when }) => when === "unloading"));
    this.#guest.send(`rmmod ${name}`);
    this.rmmod = await this.#status("rmmod");
    if (this.rmmod !== undefined && this.rmmod !== 0 && isUsed) {
      // a process that sleeps in a file of the module's keeps it
      await this.#ask("abandon");
      this.#guest.send(`rmmod ${name}`);
      this.rmmod = await this.#status("rmmod");
    }
    if (this.rmmod === undefined) return;
    this.#enter("after");
    if (uses !== "every file")
      await this.#use(
        uses.filter(({ when }) => when === "unloaded"),
        forced,
      );
    await this.#aftermath(scenario.lingers);
  }

  async #ask(command: string): Promise<void> {
    this.#guest.send(command);
    await this.#guest.reply(command, ANSWER_LIMIT);
  }

  #begin(uses: readonly Use[]): void {
    for (const { deed, afterwards } of uses) {
      if (!SAFE_PATH.test(deed.path)) continue;
      for (const later of afterwards) this.#guest.send(`also ${deedWords(later)}`);
      this.#guest.send(`deed ${deedWords(deed)}`);
    }
  }

  /** One after the other; whoever sleeps for long, or waits for rmmod in a forced copy, is left to itself. */
  async #use(uses: readonly Use[], forced: boolean): Promise<void> {
    for (const use of uses) {
      this.#begin([use]);
      await this.#guest.reply("deed", forced ? 0 : DEED_LIMIT);
    }
  }

  #enter(phase: Phase): void {
    this.phases.push({ phase, from: this.#guest.console.length });
  }

  /** Base64 in blocks, each acknowledged: a tty drops what nobody reads in time. */
  async #put(name: string, file: Uint8Array): Promise<void> {
    const text = Buffer.from(file).toString("base64");
    const lines = text.match(/.{1,76}/g) ?? [];
    for (let at = 0; at < lines.length; at += BLOCK_LINES) {
      this.#guest.send(`put ${name}`, ...lines.slice(at, at + BLOCK_LINES), ".");
      if ((await this.#guest.reply("put", ANSWER_LIMIT)) === undefined)
        throw new GuestGone("the guest takes no files");
    }
  }

  /** Its exit status; when it does not come back in time, undefined, and where it is stuck. */
  async #status(command: "insmod" | "rmmod"): Promise<number | undefined> {
    const status = await this.#guest.reply(command, this.#patience);
    if (status !== undefined) return Number(status);
    this.end = "hung";
    this.#guest.send("tasks");
    const done = await this.#guest.reply("tasks", ANSWER_LIMIT);
    if (done !== undefined) this.stuck = (await this.#guest.replies("task")).map(readStuck);
    return undefined;
  }

  /**
   * Waits until threads of the module that end have ended, and RCU has freed their task_structs. Where a witness is forced, work
   * that is put off must begin first: it waits for rmmod by itself.
   */
  async #settle(forced: boolean): Promise<void> {
    const until = performance.now() + SETTLE_LIMIT;
    let seen = "";
    let since = performance.now();
    while (performance.now() < until) {
      this.#guest.send("breathe");
      await this.#guest.reply("breathe", ANSWER_LIMIT);
      const now = JSON.stringify([this.#oracle.live, this.#oracle.unfreed]);
      if (now !== seen) since = performance.now();
      seen = now;
      const waits = this.#oracle.unfreed.length > 0 || (forced && this.#oracle.pending > 0);
      if (!waits && performance.now() - since > QUIET) return;
      await sleep(STEP);
    }
  }

  /** Gives what was left behind the time to be used, and a crash the time to be printed. */
  async #aftermath(lingers: boolean): Promise<void> {
    const before = this.#guest.console.length;
    const expected = (lingers || this.#oracle.faults.length > 0) && !CRASH.test(this.#guest.console);
    const until = performance.now() + (expected ? AFTERMATH : SHORT_AFTERMATH);
    while (performance.now() < until && !CRASH.test(this.#guest.console.slice(before))) {
      if (this.#guest.gone) throw new GuestGone("after rmmod");
      await sleep(STEP);
    }
    if (CRASH.test(this.#guest.console.slice(before))) await sleep(CRASH_PRINTED);
    if (this.#guest.gone) throw new GuestGone("after rmmod");
  }
}

function deedWords({ how, path, words }: Deed): string {
  return [how, path, ...words].join(" ");
}

/** Probes of `guest/probes.ts` that exist under one name on every kernel that has kprobes. */
const ESSENTIAL = new Set(["kmake", "tnew", "tfree", "kstop"]);

/** In lines of 57 bytes; 30 KB of text, less than a tty buffers. */
const BLOCK_LINES = 400;

/** How reports of crashes begin; what they say is read later. */
const CRASH = /BUG: |BUG |Oops|Unable to handle|general protection fault|WARNING: |Kernel panic/;

/** `90 D wait_for_completion kthread_stop rmmod`: pid, state, stack, comm. */
function readStuck(text: string): Stuck {
  const [, state = "", ...words] = text.split(" ");
  return { comm: words.at(-1) ?? "", state, stack: words.slice(0, -1) };
}
