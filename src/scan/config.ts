import { existsSync, readFileSync } from "node:fs";
import type { Finding } from "../core/finding.ts";
import { isRuleId, type RuleId } from "../core/rules.ts";
import { UserError } from "../core/user-error.ts";

/** What `unoops.json` in the current folder may say. */
export interface CheckConfig {
  /** Paths to check when none are named. */
  readonly paths: readonly string[];
  /** Files whose path begins with, or holds, one of these are left out. */
  readonly exclude: readonly string[];
  readonly rules: ReadonlyMap<RuleId, "off" | "warning" | "error">;
  readonly kernel: string | undefined;
  readonly baseline: string | undefined;
}

const FILE = "unoops.json";
const LEVELS = ["off", "warning", "error"] as const;
const KNOWN = ["paths", "exclude", "rules", "kernel", "baseline"];

export function readConfig(): CheckConfig {
  const raw = existsSync(FILE) ? parse(readFileSync(FILE, "utf8")) : {};
  for (const key of Object.keys(raw)) {
    if (!KNOWN.includes(key))
      throw new UserError(`${FILE}: '${key}' is not known; known are ${KNOWN.join(", ")}`);
  }
  return {
    paths: words(raw, "paths"),
    exclude: words(raw, "exclude"),
    rules: rules(raw["rules"]),
    kernel: word(raw, "kernel"),
    baseline: word(raw, "baseline"),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${FILE}: ${error.message}`);
  }
  throw new UserError(`${FILE}: it must hold one object`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function words(raw: Record<string, unknown>, key: string): string[] {
  const value = raw[key] ?? [];
  if (!Array.isArray(value)) throw new UserError(`${FILE}: '${key}' must be a list of strings`);
  return value.map((item: unknown) => {
    if (typeof item === "string") return item;
    throw new UserError(`${FILE}: '${key}' must be a list of strings`);
  });
}

function word(raw: Record<string, unknown>, key: string): string | undefined {
  const value = raw[key];
  if (value === undefined || typeof value === "string") return value;
  throw new UserError(`${FILE}: '${key}' must be a string`);
}

function rules(value: unknown): Map<RuleId, (typeof LEVELS)[number]> {
  const found = new Map<RuleId, (typeof LEVELS)[number]>();
  if (value === undefined) return found;
  if (!isRecord(value))
    throw new UserError(`${FILE}: 'rules' must be an object such as {"kthread-err-ptr": "off"}`);
  for (const [id, level] of Object.entries(value)) {
    const known = LEVELS.find((candidate) => candidate === level);
    if (!isRuleId(id)) throw new UserError(`${FILE}: ${id} is no rule; see 'unoops rules'`);
    if (!known) throw new UserError(`${FILE}: ${id} must be one of ${LEVELS.join(", ")}`);
    found.set(id, known);
  }
  return found;
}

/** Findings with the severity that `unoops.json` gives their rule. */
export function byConfig(findings: readonly Finding[], { rules }: CheckConfig): Finding[] {
  return findings.flatMap((finding) => {
    const level = rules.get(finding.rule);
    if (level === "off") return [];
    return [level === undefined ? finding : { ...finding, severity: level }];
  });
}
