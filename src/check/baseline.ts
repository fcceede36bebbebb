import type { Finding } from "../core/finding.ts";

/** How often each finding is accepted, by its fingerprint. */
export type Baseline = Readonly<Record<string, number>>;

/** What a finding is, whatever line it moves to: rule, file, function and message. */
function fingerprint({ rule, span, function: fn, message }: Finding): string {
  return [rule, span.file.replace(/^\.\//, ""), fn, message].join(" | ");
}

export function baselineOf(findings: readonly Finding[]): Baseline {
  const counts: Record<string, number> = {};
  for (const finding of findings) {
    const key = fingerprint(finding);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** The findings that are not accepted. */
export function beyondBaseline(findings: readonly Finding[], baseline: Baseline): Finding[] {
  const left: Record<string, number> = { ...baseline };
  return findings.filter((finding) => {
    const key = fingerprint(finding);
    const accepted = (left[key] ?? 0) > 0;
    if (accepted) left[key] = (left[key] ?? 0) - 1;
    return !accepted;
  });
}
