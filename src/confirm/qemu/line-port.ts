import { createServer, type Server, type Socket } from "node:net";

/** A character device of QEMU: a Unix socket that we listen on and QEMU connects to. */
export class Port {
  readonly path: string;
  readonly #server: Server;
  #socket: Socket | undefined;
  #waiting: string[] = [];

  private constructor(path: string, server: Server) {
    this.path = path;
    this.#server = server;
  }

  static async listen(path: string, onText: (text: string) => void): Promise<Port> {
    const server = createServer();
    const port = new Port(path, server);
    server.on("connection", (socket) => {
      port.#socket = socket;
      // QEMU being killed resets the connection: that it ended is heard of from its process
      socket
        .setEncoding("latin1")
        .on("data", onText)
        .on("error", () => socket.destroy());
      for (const text of port.#waiting.splice(0)) socket.write(text, "latin1");
    });
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
    return port;
  }

  write(text: string): void {
    if (this.#socket) this.#socket.write(text, "latin1");
    else this.#waiting.push(text);
  }

  close(): void {
    this.#socket?.destroy();
    this.#server.close();
  }
}

/** Calls back with each whole line of what it is fed. */
export function lineSplitter(onLine: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line.replace(/\r$/, ""));
  };
}
