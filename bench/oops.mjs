// Prints how fast logs are read, in CPU time: `npm run build && node bench/oops.mjs`. With the recorded logs of ../shared
// where they are; without them, with the example's log and with plain lines.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { CrashReader } from "../dist/oops/index.js";

const shared = new URL("../../shared/", import.meta.url);
const read = (folder, pattern) =>
  readdirSync(new URL(folder, shared))
    .filter((name) => pattern.test(name))
    .map((name) => readFileSync(new URL(`${folder}/${name}`, shared)));

/** The pieces over and over, until they are `megabytes` long. */
function* repeated(pieces, megabytes) {
  for (let left = megabytes * 1e6; left > 0;)
    for (const piece of pieces) {
      left -= piece.length;
      yield piece;
    }
}

function measure(name, pieces, megabytes) {
  for (const piece of pieces) new CrashReader().push(piece);
  const reader = new CrashReader();
  const begun = process.cpuUsage();
  let crashes = 0;
  let bytes = 0;
  let memory = 0;
  for (const piece of repeated(pieces, megabytes)) {
    bytes += piece.length;
    crashes += reader.push(piece).length;
    memory = Math.max(memory, process.memoryUsage().rss);
  }
  crashes += reader.end().length;
  const { user, system } = process.cpuUsage(begun);
  const seconds = (user + system) / 1e6;
  const rate = (bytes / 1e6 / seconds).toFixed(0);
  console.log(
    `${name}: ${(bytes / 1e6).toFixed(0)} MB, ${crashes} crashes, ${rate} MB/s, ${(memory / 1e6).toFixed(0)} MB resident`,
  );
}

if (existsSync(shared)) {
  const clean = Buffer.concat(read("logs", /(?:amd64|arm|armhf)-(?:b|d|c-nosig)/));
  measure("logs without a crash", [Buffer.concat(Array(4).fill(clean))], 1000);
  measure("recorded logs", read("logs", /\.log$/), 100);
  measure("oops-bench", read("oops-bench/report", /^\d+$/), 40);
} else {
  const example = readFileSync(new URL("../examples/ipq5018-rmmod.log", import.meta.url), "utf8");
  const quiet = "usb 1-1: new high-speed USB device number 2 using xhci_hcd\neth0: link becomes ready\n";
  measure("lines without a crash", [Buffer.from(quiet.repeat(2000))], 1000);
  measure("the example's crash, over and over", [Buffer.from(example)], 20);
}
