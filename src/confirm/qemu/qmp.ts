import { Inbox } from "./inbox.ts";
import { lineSplitter } from "./line-port.ts";

type Message = ReadonlyMap<string, unknown>;

/** QEMU's machine protocol: one JSON object a line. Documented in QEMU's docs/interop/qmp-spec. */
export class Qmp {
  readonly receive: (text: string) => void;
  readonly #inbox = new Inbox<Message>();
  readonly #write: (text: string) => void;
  #serial = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
    this.receive = lineSplitter((line) => this.#take(line));
  }

  #take(line: string): void {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) this.#inbox.put(new Map(Object.entries(value)));
  }

  fail(error: Error): void {
    this.#inbox.fail(error);
  }

  /** Carries out one command; what it returns is not needed by anybody here. */
  async execute(command: string, words: object = {}): Promise<void> {
    const id = String(++this.#serial);
    this.#write(`${JSON.stringify({ execute: command, arguments: words, id })}\n`);
    const answer = await this.#inbox.take((message) => message.get("id") === id, ANSWER_LIMIT);
    if (!answer) throw new Error(`QEMU did not answer ${command} in ${ANSWER_LIMIT / 1000} s`);
    if (answer.has("error"))
      throw new Error(`QEMU refused ${command}: ${JSON.stringify(answer.get("error"))}`);
  }

  /** Waits until a migration ends; false when it failed or took longer than `limit` ms. */
  async migrated(limit: number): Promise<boolean> {
    const end = await this.#inbox.take(
      (message) => ["completed", "failed"].includes(migrationStatus(message)),
      limit,
    );
    return end !== undefined && migrationStatus(end) === "completed";
  }
}

const ANSWER_LIMIT = 10_000;

function migrationStatus(message: Message): string {
  const data = message.get("event") === "MIGRATION" ? message.get("data") : undefined;
  return typeof data === "object" && data && "status" in data ? String(data.status) : "";
}
