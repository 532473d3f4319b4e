import { evidenceCheck } from '../../core/decide/evidence_check.ts';
import type { CheckText } from '../../core/effects/effect.ts';
import { type BlockedTask, nextToShow, type ToShow } from '../../core/question/next_to_show.ts';
import { isForPeople } from '../../core/question/orchestrators_part.ts';
import type { RunRecord } from '../../core/records.ts';
import { questionCheck, settledCheck } from '../../core/report/question_check.ts';
import { questionComment } from '../../core/report/question_comment.ts';
import { questionReminder } from '../../core/report/question_reminder.ts';
import type { RunReport } from '../../core/report/run_report.ts';
import { waitsForAnswer } from '../../core/report/waits_for_answer.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { ForgeRequest } from '../ports/forge.ts';
import type { Store } from '../ports/store.ts';
import { reportOf } from './report_of.ts';

/** Of what a run asks people, the first thing that is not shown as it stands now; null: all is. */
export async function nextQuestion(
  { read, view }: Store,
  run: Pick<RunRecord, 'id'>,
  now: number,
): Promise<ToShow | null> {
  const [questions, shown] = await Promise.all([read.questionStandings(run.id), read.shown(run.id)]);
  if (questions.length === 0) return null;
  const tasks = await view.tasks(run.id, now);
  const waiting = tasks.filter(
    (task) => task.kind !== 'verification' && (task.state === 'blocked' || waitsForAnswer(task)),
  );
  const blocked = await Promise.all(
    waiting.map(async ({ key, state, pull, latest, questions: open }): Promise<BlockedTask> => {
      // What is merged keeps its check.
      if (state === 'succeeded') return { key, commit: null, asks: [] };
      // People look at the pull request; before there is one, at what the attempt left.
      const task = pull === null ? null : await read.taskByKey(run.id, key);
      const commit = task === null ? (latest?.commit ?? null) : (task.pushed ?? task.commit);
      return { key, commit, asks: open.filter(isForPeople).map(({ n }) => n) };
    }),
  );
  return nextToShow(questions, blocked, shown);
}

/** The request that brings it up to date. */
export async function nextQuestionRequest(deps: ServiceDependencies, run: RunRecord): Promise<ForgeRequest | null> {
  const next = await nextQuestion(deps.store, run, deps.clock.now());
  const report = next === null ? null : await reportOf(deps, run, null);
  return next === null || report === null ? null : await requestFor(deps, run, next, report);
}

async function requestFor(
  { store }: ServiceDependencies,
  run: RunRecord,
  next: ToShow,
  report: RunReport,
): Promise<ForgeRequest> {
  const { standing } = next;
  switch (next.kind) {
    case 'comment': {
      const asked = await store.view.questionsByNumber(run.id, next.n);
      const mayPost = asked.some(({ state }) => state === 'open');
      return { kind: 'show_question', n: next.n, text: questionComment({ report, asked }), mayPost, standing };
    }
    case 'check': {
      const { task, commit } = next;
      const asked = report.tasks.find(({ key }) => key === task)?.questions.filter(isForPeople) ?? [];
      const check = questionCheck(report, task, asked, await evidenceOf(store, run, task, commit));
      return { kind: 'show_question_check', task, commit, check, settles: false, standing };
    }
    case 'settled_check': {
      const { task, commit } = next;
      const all = await Promise.all(next.asked.map((n) => store.view.questionsByNumber(run.id, n)));
      const check = settledCheck(
        report,
        task,
        all.flatMap((asked) => ofTask(asked, task)),
        await evidenceOf(store, run, task, commit),
      );
      return { kind: 'show_question_check', task, commit, check, settles: true, standing };
    }
    default:
      return next satisfies never;
  }
}

/** How the commit passed its verification; null: it did not. */
async function evidenceOf(
  { read }: Store,
  run: Pick<RunRecord, 'id'>,
  key: string,
  commit: string,
): Promise<CheckText | null> {
  const task = await read.taskByKey(run.id, key);
  const slice = task === null ? null : await read.taskSlice(task.id, 'direct');
  return slice === null ? null : evidenceCheck(slice, commit);
}

function ofTask(asked: readonly QuestionView[], task: string): readonly QuestionView[] {
  return asked.filter((question) => question.task === task).slice(0, 1);
}

/** What reminds of a question; null: it is settled meanwhile. */
export async function reminderRequest(
  deps: ServiceDependencies,
  run: RunRecord,
  n: number,
): Promise<ForgeRequest | null> {
  const asked = await deps.store.view.questionsByNumber(run.id, n);
  if (!asked.some(({ state }) => state === 'open')) return null;
  const report = await reportOf(deps, run, null);
  return report === null ? null : { kind: 'remind', n, text: questionReminder({ report, asked }) };
}
