import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = ["valkey-server", "redis-server"].find((name) => spawnSync(name, ["--version"]).status === 0);

export const noServer =
  PROGRAM === undefined ? "no valkey-server or redis-server: apt install redis-server" : "";

export const noOpenssl =
  spawnSync("openssl", ["version"]).status === 0 ? "" : "no openssl: apt install openssl";

export const noPrlimit =
  spawnSync("prlimit", ["--version"]).status === 0 ? "" : "no prlimit: apt install util-linux";

interface ServerOptions {
  readonly password?: string;
  readonly isTls?: boolean;
  /** When what it appends is on the disk. */
  readonly fsync?: "always" | "everysec";
}

/** A server of our own on loopback; what it holds goes when it is taken away. */
export class Server {
  readonly port: number;
  readonly url: string;
  private readonly folder = mkdtempSync(join(tmpdir(), "unoops-server-"));
  private process: ChildProcess | undefined;

  private readonly password: string;
  private readonly fsync: "always" | "everysec";
  /** Whose signature its certificate has, in PEM; undefined without TLS. */
  readonly authority: string | undefined;

  private constructor(port: number, { password, isTls, fsync }: Required<ServerOptions>) {
    this.port = port;
    this.fsync = fsync;
    this.url = `redis${isTls ? "s" : ""}://:${password}@127.0.0.1:${port}`;
    this.password = password;
    if (isTls) this.authority = this.certify();
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const usual = { password: "aPasswordThatNobodyPrints", isTls: false, fsync: "always" } as const;
    const server = new Server(await freePort(), { ...usual, ...options });
    await server.boot();
    return server;
  }

  /** A certificate that signs itself. */
  private certify(): string {
    const certificate = join(this.folder, "certificate.pem");
    const words = `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=queue -addext subjectAltName=IP:127.0.0.1`;
    const files = ["-keyout", join(this.folder, "key.pem"), "-out", certificate];
    const { status, stderr } = spawnSync("openssl", [...words.split(" "), ...files], { encoding: "utf8" });
    if (status !== 0) throw new Error(`openssl: ${stderr}`);
    return certificate;
  }

  private addressArguments(): string[] {
    const plain = ["--bind", "127.0.0.1", "--port"];
    const { authority, port } = this;
    if (authority === undefined) return [...plain, String(port)];
    const files = ["--tls-cert-file", authority, "--tls-key-file", join(this.folder, "key.pem")];
    const clients = ["--tls-auth-clients", "no", "--tls-ca-cert-file", authority];
    return [...plain, "0", "--tls-port", String(port), ...files, ...clients];
  }

  /** Starts it, with whatever its append-only file holds. */
  async boot(): Promise<void> {
    const args = [...this.addressArguments(), "--dir", this.folder];
    const durable = ["--appendonly", "yes", "--appendfsync", this.fsync, "--save", ""];
    const words = [...args, ...durable, "--requirepass", this.password];
    // a write past the limit of full() is an error then, and no signal
    const child = spawn("sh", ["-c", `trap '' XFSZ; exec "$0" "$@"`, PROGRAM ?? "", ...words], {
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

  /** Its disk has room for so many bytes a file; undefined: as many as you like. With fsync "always" it would end. */
  fill(bytes: number | undefined): void {
    const pid = this.process?.pid;
    const limit = `--fsize=${bytes ?? "unlimited"}:unlimited`;
    const { status, stderr } = spawnSync("prlimit", ["--pid", String(pid), limit], { encoding: "utf8" });
    if (status !== 0) throw new Error(`prlimit: ${stderr}`);
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
