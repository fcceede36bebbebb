import { RULE_PAGES } from "../core/rule-pages.ts";
import type { RuleId } from "../core/rules.ts";

/** A rule's page as Markdown, for a hover. */
export function rulePageMarkdown(rule: RuleId): string {
  const { title, text, bad, good, kernels } = RULE_PAGES[rule];
  return [
    `**${rule}**: ${title}`,
    text,
    "Bad:",
    fenced(bad),
    "Good:",
    fenced(good),
    `Kernels: ${kernels}`,
  ].join("\n\n");
}

function fenced(code: string): string {
  return `\`\`\`c\n${code}\n\`\`\``;
}
