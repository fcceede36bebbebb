import type { Command } from "commander";
import { nearestRule, RULE_PAGES, type RulePage } from "../core/rule-pages.ts";
import { isRuleId, RULE_IDS, type RuleId } from "../core/rules.ts";
import { UserError } from "../core/user-error.ts";

export function registerRules(program: Command): void {
  program
    .command("rules")
    .summary("tell what a rule means")
    .description(
      "List the rules that findings name, or print one rule's page: what it is, a bad and a good example.",
    )
    .argument("[id]", "a rule id, as in the brackets at the end of a finding")
    .addHelpText("after", "\nExamples:\n  unoops rules\n  unoops rules kthread-stop-after-exit")
    .action((id?: string) => {
      process.stdout.write(id === undefined ? listOfRules() : pageOf(id));
    });
}

function listOfRules(): string {
  const width = Math.max(...RULE_IDS.map((id) => id.length));
  return RULE_IDS.map((id) => `${id.padEnd(width)}  ${RULE_PAGES[id].title}\n`).join("");
}

function pageOf(text: string): string {
  if (isRuleId(text)) return page(text, RULE_PAGES[text]);
  const nearest = nearestRule(text, RULE_IDS);
  const hint = nearest ? `did you mean ${nearest}?` : 'see "unoops rules"';
  throw new UserError(`there is no rule ${text}; ${hint}`);
}

function page(id: RuleId, { title, text, bad, good, kernels }: RulePage): string {
  return `${id}: ${title}

${text}

Bad:

${indent(bad)}

Good:

${indent(good)}

Kernels: ${kernels}
`;
}

function indent(code: string): string {
  return code.replace(/^(?=.)/gm, "    ");
}
