import { z } from "zod";
import type { Finding } from "../core/finding.ts";
import { RULE_IDS } from "../core/rules.ts";
import { RuleVersionsSchema } from "./job.ts";

/** Results come from other machines: everything in them is looked at before it is believed. */
const text = z.string();
const count = z.int().nonnegative();
const maybe = <T extends z.ZodType>(schema: T): z.ZodExactOptional<T> => z.exactOptional(schema);

const SpanSchema = z.object({
  file: text,
  line: count,
  column: count,
  endLine: maybe(count),
  endColumn: maybe(count),
});

const NoteSchema = z.object({ message: text, span: maybe(SpanSchema) });

const StepSchema = z.object({
  n: count,
  task: text,
  function: text,
  file: maybe(text),
  line: maybe(count),
  column: maybe(count),
  text,
  effect: maybe(text),
});

const LaneKinds = [
  "loader",
  "thread",
  "work",
  "softirq",
  "interrupt",
  "rcu",
  "kernel",
  "user space",
] as const;

const TimelineSchema = z.object({
  lanes: z.array(z.object({ name: text, kind: z.enum(LaneKinds) })),
  moments: z.array(
    z.object({
      lane: count,
      places: z.array(z.object({ lane: count, file: text, line: count })),
      changes: z.array(
        z.object({ lane: count, name: text, isLocal: maybe(z.boolean()), from: text, to: text }),
      ),
    }),
  ),
  objects: z.array(
    z.object({
      kind: text,
      name: maybe(text),
      events: z.array(
        z.object({
          step: count,
          what: z.enum(["born", "used", "freed", "fatal"]),
          usage: maybe(z.number()),
        }),
      ),
    }),
  ),
});

const PredictionSchema = z.object({
  headline: text,
  function: text,
  trace: z.array(text),
  also: maybe(z.array(z.object({ headline: text, function: text }))),
  when: text,
  text: z.array(text),
  address: maybe(z.number()),
  comm: maybe(text),
  modules: maybe(text),
});

const FindingSchema = z.object({
  rule: z.enum(RULE_IDS),
  severity: z.enum(["error", "warning"]),
  message: text,
  span: SpanSchema,
  function: text,
  notes: z.array(NoteSchema),
  witness: maybe(z.object({ replay: text, steps: z.array(StepSchema), timeline: TimelineSchema })),
  predicted: maybe(z.array(PredictionSchema)),
  fixes: maybe(z.array(text)),
  needsFault: maybe(z.boolean()),
  preemptions: maybe(z.number()),
  origin: maybe(SpanSchema),
}) satisfies z.ZodType<Finding>;

export const ResultSchema = z.object({
  /** The command's own word: `bug`, `safe`, `bounded`, `undecided`; `confirmed` and its kind; `crash` or `quiet`. */
  outcome: z.string().regex(/^[a-z ]{1,40}$/),
  /** A part of a driver says nothing about the rest of it. */
  isPart: z.boolean(),
  findings: z.array(FindingSchema),
  /** Why it came to no verdict, and what could not be judged. */
  reasons: z.array(text),
  assumptions: z.array(text),
  /** Crashes of a log. */
  crashes: z.array(
    z.object({ title: text, type: text, function: text, line: count, rule: maybe(text), summary: text }),
  ),
  /** Whether files around the folder were looked at. */
  searched: z.boolean(),
  /** Rules of `check` that were asked. */
  rules: RuleVersionsSchema,
});

/** What a job comes to: nothing in it depends on when or where it was done. */
export type JobResult = Readonly<Omit<z.infer<typeof ResultSchema>, "findings">> & {
  readonly findings: readonly Finding[];
};

export const NOTHING: Omit<JobResult, "outcome"> = {
  isPart: false,
  findings: [],
  reasons: [],
  assumptions: [],
  crashes: [],
  searched: false,
  rules: {},
};
