import { type Command, Option } from 'commander';
import type { CheckFormat } from '../actions/check_plan.ts';
import type { CliContext } from '../cli_context.ts';
import { type ClientOptions, withJson } from '../options.ts';
import { respond } from '../reply.ts';

type Options = ClientOptions & { readonly format: CheckFormat };

/** `planwright plan check FILE`: what a plan will do, or what keeps it from starting. */
export function addPlanCheck(parent: Command, context: CliContext): void {
  const command = parent
    .command('check')
    .description('check a plan and show its groups, waves and critical path')
    .argument('<file>', 'the plan; - reads standard input')
    .option(
      '--repo <dir>',
      'the repository whose settings count; default: the one around the working directory, if any',
    )
    .addOption(
      new Option('--format <format>', 'how to show it; json is the same as --json')
        .choices(['text', 'mermaid', 'json'])
        .default('text'),
    );
  withJson(command).action((file: string, options: Options) =>
    respond(context, options.json === true || options.format === 'json', async () => {
      const { checkPlan } = await import('../actions/check_plan.ts');
      return checkPlan(context, file, options);
    }),
  );
}
