import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = ["valkey-server", "redis-server"].find((name) => spawnSync(name, ["--version"]).status === 0);

export const noServer =
  PROGRAM === undefined ? "no valkey-server or redis-server: apt install redis-server" : "";

/** A server of our own on loopback; what it holds goes when it is taken away. */
export class Server {
  readonly port: number;
  readonly url: string;
  private readonly folder = mkdtempSync(join(tmpdir(), "unoops-server-"));
  private process: ChildProcess | undefined;

  private constructor(port: number, password: string) {
    this.port = port;
    this.url = `redis://:${password}@127.0.0.1:${port}`;
    this.password = password;
  }
  private readonly password: string;

  static async start(password = "aPasswordThatNobodyPrints"): Promise<Server> {
    const server = new Server(await freePort(), password);
    await server.boot();
    return server;
  }

  /** Starts it, with whatever its append-only file holds. */
  async boot(): Promise<void> {
    const args = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.folder];
    const durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
    const child = spawn(PROGRAM ?? "", [...args, ...durable, "--requirepass", this.password], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.process = child;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      child.stdout?.on("data", (text: Buffer) => {
        said += text.toString();
        if (said.includes("Ready to accept")) resolve();
      });
      child.once("exit", () => reject(new Error(`the server does not start: ${said}`)));
    });
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  /** Ends it, and takes away all that it wrote. */
  async lose(): Promise<void> {
    await this.kill();
    rmSync(join(this.folder, "appendonlydir"), { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}
