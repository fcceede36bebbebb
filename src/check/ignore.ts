import type { Finding } from "../core/finding.ts";
import { isRuleId } from "../core/rules.ts";
import type { SourceFile } from "../source/index.ts";

/** Something to tell about the source that is no finding. */
export interface Remark {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

interface Ignore {
  readonly file: string;
  readonly rule: string;
  /** The comment's last line; it speaks of this line and the next. */
  readonly line: number;
}

const MARK = /unoops-ignore\s+([\w-]+)\s*(?::\s*([^*]*[^*\s]))?/;

/**
 * Takes out the findings that a comment `unoops-ignore RULE: reason` on their line, or the line before, accepts. Remarks tell of
 * comments that accept nothing, name no rule or give no reason.
 */
export function applyIgnores(
  findings: readonly Finding[],
  files: readonly SourceFile[],
): { findings: Finding[]; remarks: Remark[] } {
  const remarks: Remark[] = [];
  const ignores = files.flatMap((file) => ignoresIn(file, remarks));
  const used = new Set<Ignore>();
  const left = findings.filter((finding) => {
    const ignore = ignores.find((candidate) => covers(candidate, finding));
    if (ignore) used.add(ignore);
    return ignore === undefined;
  });
  for (const ignore of ignores) {
    if (used.has(ignore)) continue;
    remarks.push({
      ...place(ignore),
      message: `this unoops-ignore of ${ignore.rule} hides nothing; remove it`,
    });
  }
  return { findings: left, remarks };
}

function ignoresIn(file: SourceFile, remarks: Remark[]): Ignore[] {
  if (!file.text.includes("unoops-ignore")) return [];
  return file.comments.flatMap(({ start, end }): Ignore[] => {
    const match = MARK.exec(file.text.slice(start, end));
    const rule = match?.[1];
    if (rule === undefined) return [];
    const at = { file: file.path, line: file.place(end - 1).line };
    if (!isRuleId(rule)) {
      remarks.push({ ...at, message: `unoops-ignore names ${rule}, which is no rule; see 'unoops rules'` });
      return [];
    }
    if (match?.[2] === undefined) {
      remarks.push({
        ...at,
        message: `unoops-ignore ${rule} needs a reason: /* unoops-ignore ${rule}: why */`,
      });
      return [];
    }
    return [{ ...at, rule }];
  });
}

function covers(ignore: Ignore, { rule, span }: Finding): boolean {
  return (
    ignore.rule === rule &&
    ignore.file === span.file &&
    (span.line === ignore.line || span.line === ignore.line + 1)
  );
}

function place({ file, line }: Ignore): { file: string; line: number } {
  return { file, line };
}
