import type { CliContext } from '../cli_context.ts';
import { styleFor } from '../terminal/style.ts';
import { ownCommand, type TypedCommand } from '../text/own_command.ts';
import { liveReporter } from './live_reporter.ts';
import { jsonReporter, plainReporter } from './plain_reporter.ts';
import type { Reporter } from './reporter.ts';

/** How progress is shown here: JSON lines on standard error for machines, repainted on a terminal, else plain lines. */
export function reporterFor(context: CliContext, json: boolean, repo: string | undefined): Reporter {
  if (json) return jsonReporter((text) => context.stderr.write(text));
  const { stdout, variables } = context;
  const repaints = stdout.isTTY === true && variables.TERM !== 'dumb' && !variables.CI;
  const typed: TypedCommand = (words) => ownCommand(variables, words, repo);
  return repaints
    ? liveReporter(stdout, styleFor(stdout, variables), typed)
    : plainReporter((text) => stdout.write(text), typed);
}
