import type { RawSite } from "./instrument.ts";

/** To come: see docs/internals.md. */
export async function idleLoads(_wasm: Uint8Array, _sites: readonly RawSite[]): Promise<number[]> {
  return [];
}
