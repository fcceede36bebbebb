import { createServer, type Server } from "node:http";
import { UserError } from "../core/user-error.ts";
import { optional } from "./optional.ts";

const HIGHEST_PORT = 65_535;

/** A number that Prometheus asks for. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly value: () => number;
}

/** Answers Prometheus: on this machine alone unless a host is named. */
export async function serveMetrics(where: string, metrics: readonly Metric[]): Promise<Server> {
  const match = /^(?:(.+):)?(\d{1,5})$/.exec(where);
  if (!match || Number(match[2]) > HIGHEST_PORT)
    throw new UserError(`--metrics ${where}: give a port, or HOST:PORT; a port is at most ${HIGHEST_PORT}`);
  const { default: client } = await optional("prom-client", () => import("prom-client"));
  const registry = new client.Registry();
  for (const { name, help, value } of metrics) {
    registry.registerMetric(
      new client.Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(value());
        },
      }),
    );
  }
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") return response.writeHead(404).end("see /metrics\n");
    return registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      (error: Error) => response.writeHead(500).end(`${error.message}\n`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new UserError(`--metrics ${where}: ${error.message}`)));
    server.listen(Number(match[2]), match[1] ?? "127.0.0.1", resolve);
  });
  return server;
}
