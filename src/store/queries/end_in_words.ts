import type { CommandEnd } from '../../protocol/evidence.ts';

/** How a command ended, as an agent reads it. */
export function endInWords(end: CommandEnd): string {
  switch (end.kind) {
    case 'exited':
      return `exit ${end.exitCode}`;
    case 'signaled':
      return `ended by ${end.signal}`;
    case 'timed_out':
      return 'timed out';
    case 'canceled':
      return 'canceled';
    case 'could_not_start':
      return `could not start: ${end.message}`;
    case 'not_needed':
      return 'was not needed';
    default:
      return end satisfies never;
  }
}
