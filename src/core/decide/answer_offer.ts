import type { Decision, DecisionBuilder, Surroundings } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { acceptRun } from './accept_run.ts';
import { integrationLost } from './integration_lost.ts';
import { noticed } from './notice.ts';
import { type Sent, settled, unexpectedAnswer } from './sent.ts';
import type { RunSlice } from './slices.ts';

/**
 * The answer of `offer_run`: the final pull request is open or up to date. Where everything is in and the base has all of
 * it already, there is nothing left to merge and the run has succeeded.
 */
export function answerOffer({ run }: Pick<RunSlice, 'run'>, sent: Sent, around: Surroundings): Decision<null> {
  const builder = settled(sent, around.now);
  const { answer } = sent;
  switch (answer.kind) {
    case 'offered':
      if (answer.pull !== null) keepPull(builder, run, answer.pull);
      else if (run.state === 'in_review') acceptRun(builder, run, around);
      break;
    case 'integration_lost':
      integrationLost(builder, run, answer.head);
      break;
    case 'refused':
      builder.event(noticed(run, `The final pull request could not be brought up to date: ${answer.message}`));
      break;
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('offer_run', answer.kind);
  }
  return builder.result(null);
}

function keepPull(builder: DecisionBuilder, run: RunRecord, pull: number): void {
  if (pull === run.finalPull) return;
  builder
    .change({ kind: 'set_run', run: run.id, in: run.state, set: { finalPull: pull } })
    .event({ run: run.id, body: { kind: 'final_pull_opened', pull } });
}
