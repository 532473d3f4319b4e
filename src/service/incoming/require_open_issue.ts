import type { BuiltCommand } from '../../core/commands/command_table.ts';
import { closedIssueText } from '../../core/commands/command_texts.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { RunRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Occasion } from './occasion.ts';

/**
 * Refuses what would set a run going whose issue is closed: closing the issue is how people stop it. `seen`: what the event shows,
 * which need not be the plan's own issue.
 */
export async function requireOpenIssue(
  { github, repository }: Occasion,
  { issue, state }: Pick<RunRecord, 'issue' | 'state'>,
  seen: IncomingIssue | null,
  command: BuiltCommand,
): Promise<void> {
  // One that has succeeded closed its issue itself, and is refused with its own words.
  if (issue === null || state === 'succeeded') return;
  const isOpen =
    seen?.number === issue ? seen.state === 'open' : await github.repositories.isIssueOpen(repository, issue);
  if (!isOpen) throw new Refusal('not_allowed_in_state', closedIssueText(command, issue, state));
}
