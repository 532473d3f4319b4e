import type { CliContext } from '../cli_context.ts';
import { styleFor } from '../terminal/style.ts';
import { liveReporter } from './live_reporter.ts';
import { jsonReporter, plainReporter } from './plain_reporter.ts';
import type { Reporter } from './reporter.ts';

/** How progress is shown here: JSON lines on standard error for machines, repainted on a terminal, else plain lines. */
export function reporterFor(context: CliContext, json: boolean): Reporter {
  if (json) return jsonReporter((text) => context.stderr.write(text));
  const { stdout, variables } = context;
  const repaints = stdout.isTTY === true && variables.TERM !== 'dumb' && !variables.CI;
  return repaints ? liveReporter(stdout, styleFor(stdout, variables)) : plainReporter((text) => stdout.write(text));
}
