import { ModelKernel } from "../compile/model-kernel.ts";
import { messageOf } from "../core/message-of.ts";
import { embeddedToolchain } from "../compile/embedded.ts";
import { fetchPacked, NotFetched, onFetching } from "./fetch-packed.ts";
import type { PlaygroundAnswer, PlaygroundJob, PlaygroundFiles } from "./job.ts";
import { perform, refusalOf, type Tools } from "./perform.ts";
import { layeredCache } from "./program-cache.ts";

/** The page's worker: does one job after another, and is ended with whatever it does when the page says stop. */
function answer(said: PlaygroundAnswer): void {
  postMessage(said);
}

/** Milliseconds between two things said. */
const PAUSE = 100;
let last = 0;

function say(text: string): void {
  const now = performance.now();
  if (now - last < PAUSE) return;
  last = now;
  answer({ type: "says", text });
}

onFetching((file, done, total) => {
  const of = total > 0 ? ` of ${megabytes(total)}` : "";
  answer({ type: "says", text: `fetching ${file}, once: ${megabytes(done)}${of} MB` });
});

function megabytes(bytes: number): string {
  return (bytes / (1 << 20)).toFixed(1);
}

/** The model kernel's headers and services, and the version that all is of. */
async function fetchTools(): Promise<Tools> {
  const text = await (await fetchPacked(new URL("kernel.json", import.meta.url))).text();
  const { version, files, shipped }: PlaygroundFiles = JSON.parse(text);
  return {
    version,
    kernel: new ModelKernel(() => new Map(files)),
    toolchain: embeddedToolchain(),
    cache: layeredCache(new Set(shipped)),
    say,
  };
}

let tools: Promise<Tools> | undefined;

async function work(job: PlaygroundJob): Promise<void> {
  try {
    tools ??= fetchTools();
    answer({ type: "done", result: await perform(job, await tools) });
  } catch (error) {
    const refusal = refusalOf(error, job);
    if (!refusal) tools = undefined;
    answer({ type: "refused", refusal: refusal ?? { message: whyFailed(error), diagnostics: [] } });
  }
}

/** What goes wrong on this machine, not in the module or the log. */
function whyFailed(error: unknown): string {
  const said = messageOf(error);
  if (error instanceof NotFetched) return `what this page needs could not be fetched: ${said}`;
  if (error instanceof RangeError) return `the browser has no more memory for this page: ${said}`;
  return `unoops itself failed, which is worth a report: ${said}`;
}

addEventListener("message", ({ data }: MessageEvent<PlaygroundJob>) => void work(data));
