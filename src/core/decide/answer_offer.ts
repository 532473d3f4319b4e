import type { Decision, DecisionBuilder, Surroundings } from '../decision.ts';
import type { Offered, ReportStanding } from '../effects/offered.ts';
import type { RunRecord } from '../records.ts';
import { offerRun } from '../run/run_effects.ts';
import type { RunSlice } from '../slices.ts';
import { acceptRun } from './accept_run.ts';
import type { SentMerge } from './answer_merge.ts';
import { integrationLost } from './integration_lost.ts';
import { moveRun } from './move_run.ts';
import { seen } from './notice.ts';
import { settled, unexpectedAnswer } from './sent.ts';

/**
 * The answer of `offer_run`: the final pull request is open or up to date, and the report committed where the plan wants one.
 * Where everything is in and the base has all of it already, there is nothing left to merge and the run has succeeded. Where
 * the integration branch moved while the report was committed, nobody here knows which head is the newer: it is offered
 * again, and the report found.
 */
export function answerOffer({ run }: Pick<RunSlice, 'run'>, sent: SentMerge, around: Surroundings): Decision<null> {
  const builder = settled(sent, around.now);
  const { answer } = sent;
  switch (answer.kind) {
    case 'offered':
      if (answer.report?.kind === 'committed' && sent.onto !== run.integrationHead) {
        builder.change({ kind: 'require_integration_head', run: run.id, head: run.integrationHead });
        builder.effect(offerRun(run.id, around.newId()));
      } else offered(builder, run, answer, around);
      break;
    case 'integration_lost':
      integrationLost(builder, run, answer.head);
      break;
    case 'refused':
      refused(builder, run, answer.message, around);
      break;
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('offer_run', answer.kind);
  }
  return builder.result(null);
}

function offered(
  builder: DecisionBuilder,
  run: RunRecord,
  { pull, ready, report }: Offered,
  around: Surroundings,
): void {
  if (report !== undefined) keepReport(builder, run, report);
  if (pull !== null) keepPull(builder, run, pull);
  else if (ready && run.state === 'in_review') acceptRun(builder, run, around);
}

/**
 * A local run has nothing to wait for then: its result lies where it was. One that people are to review cannot be reviewed, so it
 * fails, and is offered again when it is retried.
 */
function refused(builder: DecisionBuilder, run: RunRecord, message: string, around: Surroundings): void {
  const what =
    run.issue === null ? 'The report could not be committed' : 'The final pull request could not be brought up to date';
  if (run.issue !== null && run.state === 'in_review') {
    const reason = { code: 'final_pull_request_refused', message: `${what}: ${message}` } as const;
    moveRun(builder, run, ['fail'], { endedAt: around.now, reason });
    return;
  }
  builder.event(seen(run, `${what}: ${message}`));
  if (run.state === 'in_review') acceptRun(builder, run, around);
}

/** The report's commit is where the run's integration branch stands from now on: no push of a person. */
function keepReport(builder: DecisionBuilder, run: RunRecord, report: ReportStanding): void {
  if (report.kind === 'refused') {
    builder.event(seen(run, `The report could not be committed: ${report.message}`));
    return;
  }
  const { commit, head } = report;
  builder.change({ kind: 'require_integration_head', run: run.id, head: run.integrationHead });
  if (head !== run.integrationHead || commit !== run.reportCommit) {
    builder.change({
      kind: 'set_run',
      run: run.id,
      in: run.state,
      set: { integrationHead: head, reportCommit: commit },
    });
  }
  if (commit !== run.reportCommit) {
    builder.event({ run: run.id, body: { kind: 'report_committed', path: run.reportPath ?? '', commit } });
  }
}

function keepPull(builder: DecisionBuilder, run: RunRecord, pull: number): void {
  if (pull === run.finalPull) return;
  builder
    .change({ kind: 'set_run', run: run.id, in: run.state, set: { finalPull: pull } })
    .event({ run: run.id, body: { kind: 'final_pull_opened', pull } });
}
