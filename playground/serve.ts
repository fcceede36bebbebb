import { createReadStream, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join } from "node:path";
import { POLICY } from "./build.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".bin": "application/octet-stream",
};

/** Serves a built page to this machine alone. Port 0 is any that is free. */
export function serve(folder: string, port = 0): Promise<{ server: Server; address: string }> {
  const server = createServer(({ url = "/", method }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const name = pathname === "/" ? "index.html" : pathname.slice(1);
    const path = join(folder, name);
    // the folder is flat: a name is all that can be asked for
    const isThere =
      method === "GET" && /^[\w-][\w.-]*$/.test(name) && statSync(path, { throwIfNoEntry: false })?.isFile();
    if (!isThere) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(name)] ?? "application/octet-stream",
      "content-length": statSync(path).size,
      "content-security-policy": POLICY,
      "cross-origin-opener-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
    });
    createReadStream(path).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const at = server.address();
      resolve({ server, address: `http://127.0.0.1:${typeof at === "object" ? (at?.port ?? port) : port}/` });
    });
  });
}
