import { addedProtection, PROTECTED_PATHS } from '../plan/protected_paths.ts';
import type { LeaseDetails } from '../slices.ts';
import { verbatim } from './as_data.ts';

/** What an agent is told of the paths that it may change with a person's consent only: all of them, those of plan and settings as data. */
export function protectedText({ task, agents }: Pick<LeaseDetails, 'task' | 'agents'>, boundary: string): string {
  const globs = PROTECTED_PATHS.map((glob) => `\`${glob}\``).join(', ');
  const added = addedProtection(agents, task.spec.settings);
  return [
    `A change to a file that one of these globs names, in whatever case, stops the task until a person has agreed to it. Make none that is not asked for: ${globs}`,
    ...(added.length === 0 ? [] : [`So does one to what these name:\n${verbatim(added.join('\n'), boundary)}`]),
  ].join('\n\n');
}
