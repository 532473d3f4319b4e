import type { Command } from 'commander';
import type { CliContext } from '../cli_context.ts';
import { type ClientOptions, withJson } from '../options.ts';
import { respond } from '../reply.ts';

type Options = ClientOptions & { readonly task?: string };

/** `planwright config explain [FILE] [KEY…]`: what a plan of this machine would go by, and where each value comes from. */
export function addConfigExplain(parent: Command, context: CliContext): void {
  const command = parent
    .command('explain')
    .description('say what plans of this machine go by: every setting, where it comes from and what it overrode')
    .usage('[options] [file] [setting...]')
    .argument(
      '[file|setting...]',
      'the plan, for its settings too; then the settings that are meant: `breaker`, or `agents.coder` for an entry',
    )
    .option(
      '--repo <dir>',
      'the repository whose settings count; default: the one around the working directory, if any',
    )
    .option('--task <id>', 'a task of the plan: its settings, and who does it');
  withJson(command).action((words: readonly string[], options: Options) =>
    respond(context, options.json === true, async () => {
      const { explainConfig } = await import('../actions/explain_config.ts');
      return explainConfig(context, words, options);
    }),
  );
}
