import type { Finding, Note } from "../core/finding.ts";
import { RULE_PAGES } from "../core/rule-pages.ts";
import type { RuleId } from "../core/rules.ts";
import type { Span } from "../core/span.ts";

/** What a finding is beside those of an earlier run. */
type BaselineState = "new" | "unchanged" | "absent";

/** What a SARIF log may say beside findings. */
interface Beside {
  /** One for each finding, where there is an earlier run. */
  readonly states?: readonly BaselineState[];
  readonly crashes?: readonly { readonly log: string; readonly line: number; readonly text: string }[];
  /** What could not be done, and why: a log with them is not the whole. */
  readonly failures?: readonly string[];
}

/** What a crash of a kernel log has in place of a rule: it is none of a source's. */
const CRASH = {
  id: "kernel-log-crash",
  shortDescription: { text: "A kernel log has a crash" },
  fullDescription: { text: "`unoops explain` tells what it means, `unoops solve` finds it in a source." },
};

/** A SARIF 2.1.0 log of one run; every path is one code flow, with one thread flow for each task. */
export function sarifLog(
  findings: readonly Finding[],
  version: string,
  { states = [], crashes = [], failures }: Beside = {},
): object {
  const rules = [...new Set(findings.map((finding) => finding.rule))];
  const descriptors = [...rules.map(descriptor), ...(crashes.length > 0 ? [CRASH] : [])];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "unoops", version, rules: descriptors } },
        ...(failures ? { invocations: [invocation(failures)] } : {}),
        columnKind: "utf16CodeUnits",
        results: [
          ...findings.map((finding, index) => ({
            ruleId: finding.rule,
            ruleIndex: rules.indexOf(finding.rule),
            level: finding.severity,
            message: { text: finding.message },
            locations: [{ ...location(finding.span), ...within(finding.function) }],
            ...codeFlows(finding),
            ...(states[index] === undefined ? {} : { baselineState: states[index] }),
          })),
          ...crashes.map(({ log, line, text }) => ({
            ruleId: CRASH.id,
            ruleIndex: rules.length,
            level: "error",
            message: { text },
            locations: [location({ file: log, line, column: 1 })],
          })),
        ],
      },
    ],
  };
}

function invocation(failures: readonly string[]): object {
  return {
    executionSuccessful: failures.length === 0,
    toolExecutionNotifications: failures.map((text) => ({ level: "error", message: { text } })),
  };
}

function descriptor(id: RuleId): object {
  const { title, text } = RULE_PAGES[id];
  return { id, shortDescription: { text: title }, fullDescription: { text: text.replaceAll("\n", " ") } };
}

function within(name: string): object {
  return { logicalLocations: [{ name, kind: "function" }] };
}

/** Notes of one task are one thread flow; what is said of no task belongs to the one that the finding is in. */
function codeFlows(finding: Finding): object {
  const named = finding.notes.map(({ message }) => /^(?:thread|stopper) \w+/.exec(message)?.[0]);
  const own = named.find((task) => task?.startsWith("stopper")) ?? `stopper ${finding.function}`;
  const flows = new Map<string, Note[]>();
  for (const [index, note] of finding.notes.entries()) {
    const task = named[index] ?? own;
    flows.set(task, [...(flows.get(task) ?? []), note]);
  }
  const threadFlows = [...flows].flatMap(([id, steps]) => {
    const locations = steps.flatMap(({ message, span }) =>
      span ? [{ location: { ...location(span), message: { text: message } } }] : [],
    );
    return locations.length > 0 ? [{ id, locations }] : [];
  });
  return threadFlows.length > 0 ? { codeFlows: [{ threadFlows }] } : {};
}

function location({ file, line, column, endLine, endColumn }: Span): object {
  const end = endLine === undefined ? {} : { endLine, ...(endColumn === undefined ? {} : { endColumn }) };
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: column, ...end },
    },
  };
}

/** A path as a URI reference: relative ones stay relative, absolute ones become `file://`. */
function uriOf(file: string): string {
  const encoded = file.replace(/^\.\//, "").split("/").map(encodeURIComponent).join("/");
  return file.startsWith("/") ? `file://${encoded}` : encoded;
}
