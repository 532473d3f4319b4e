import type { Decision } from '../../core/decision.ts';
import type { RunRecord } from '../../core/records.ts';

/** How often it is looked anew, before whoever asked has to come again. */
const LOOKS = 5;

/** The integration branch of a run kept moving while its history was asked for. It passes. */
export class IntegrationMovesError extends Error {
  override readonly name = 'IntegrationMovesError';
  readonly code = 'integration_moves';
}

/**
 * Acts upon what the forge says of a run's integration branch. That holds only for the head that was known when it was asked:
 * where a merge of our own came in between (`act` answers 'moved'), it is asked anew.
 */
export async function atIntegrationHead<Found>(
  look: () => Promise<Found>,
  act: (found: Found) => Promise<'moved' | null>,
): Promise<null> {
  for (let turn = 1; turn <= LOOKS; turn += 1) {
    if ((await act(await look())) === null) return null;
  }
  throw new IntegrationMovesError('The integration branch keeps moving; it is looked at again later.');
}

/** The decision, which lands only while the run's head is the one that was looked at. */
export function onlyAt(
  { id, integrationHead }: Pick<RunRecord, 'id' | 'integrationHead'>,
  decision: Decision<null>,
): Decision<null> {
  const guard = { kind: 'require_integration_head', run: id, head: integrationHead } as const;
  return { ...decision, changes: [guard, ...decision.changes] };
}
