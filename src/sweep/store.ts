import { z } from "zod";
import { RULE_IDS } from "../core/rules.ts";
import type { JobResult } from "./result.ts";

/** What is remembered of a plan's last sweep: enough to say what is new, gone and flaky. */
export const PastSchema = z.object({
  /** Findings, without how they come about. */
  findings: z.array(
    z.object({
      /** `check 6.1`: what found it, on which kernel. */
      by: z.string(),
      rule: z.enum(RULE_IDS),
      severity: z.enum(["error", "warning"]),
      message: z.string(),
      file: z.string(),
      line: z.int(),
      column: z.int(),
      function: z.string(),
    }),
  ),
  /** By job: the hash of its result, and its outcome. */
  verdicts: z.record(z.string(), z.tuple([z.string(), z.string()])),
});

export type Past = z.infer<typeof PastSchema>;
export type PastFinding = Past["findings"][number];

/** Where results are kept between sweeps. */
export interface ResultStore {
  get(hashes: readonly string[]): Promise<Map<string, JobResult>>;
  put(hashes: readonly string[], result: JobResult): Promise<void>;
  last(plan: string): Promise<Past | undefined>;
  keep(plan: string, past: Past): Promise<void>;
  close(): Promise<void>;
}
