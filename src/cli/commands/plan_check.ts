import { type Command, Option } from 'commander';
import { planMermaid } from '../../core/plan/mermaid.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { ParsedPlan } from '../../core/plan/plan.ts';
import { planCheckJson, planCheckText, planProblemsText } from '../../core/plan/report_plan.ts';
import type { CliContext } from '../cli_context.ts';
import { EXIT } from '../exit_code.ts';
import { type CommonOptions, withJson } from '../options.ts';
import { type PlanFile, readPlanFile } from '../plan_file.ts';
import { type Reply, respond } from '../reply.ts';

type Format = 'text' | 'mermaid' | 'json';
type Options = CommonOptions & { readonly format: Format };

/** `planwright plan check FILE`: what a plan will do, or what keeps it from starting. */
export function addPlanCheck(parent: Command, context: CliContext): void {
  const command = parent
    .command('check')
    .description('check a plan and show its groups, waves and critical path')
    .argument('<file>', 'the plan; - reads standard input')
    .addOption(
      new Option('--format <format>', 'how to show it; json is the same as --json')
        .choices(['text', 'mermaid', 'json'])
        .default('text'),
    );
  withJson(command).action((file: string, options: Options) =>
    respond(context, options.json === true || options.format === 'json', async () => {
      const plan = await readPlanFile(context, file);
      return checkReply(plan, parsePlan(plan.markdown), options.format);
    }),
  );
}

function checkReply(file: PlanFile, parsed: ParsedPlan, format: Format): Reply {
  if (!parsed.ok) return planProblemsReply(file, parsed);
  if (format === 'mermaid') {
    const mermaid = planMermaid(parsed.plan);
    return { data: { mermaid }, text: mermaid };
  }
  return { data: planCheckJson(parsed.plan, parsed.warnings), text: planCheckText(parsed.plan, parsed.warnings) };
}

/** What is said of a plan that cannot start. */
export function planProblemsReply(file: PlanFile, parsed: Extract<ParsedPlan, { ok: false }>): Reply {
  const text = planProblemsText(parsed.problems, file.name);
  const { problems, warnings } = parsed;
  const count = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  const message = `The plan has ${count} to mend; the first is in line ${problems[0]?.line ?? 1}.`;
  return {
    data: { problems, warnings },
    text,
    failure: { code: 'plan_invalid', message, exitCode: EXIT.wrongUsage, details: { problems } },
  };
}
