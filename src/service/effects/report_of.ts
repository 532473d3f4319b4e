import type { ProposalRecord } from '../../core/proposal_record.ts';
import type { RunRecord } from '../../core/records.ts';
import { repositoryPage } from '../../core/report/links.ts';
import type { ProposedEdit, RefusedEdit, RunReport } from '../../core/report/run_report.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { Shown } from '../../core/shown.ts';
import { isRemoved } from '../../core/task/open_to_edits.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import type { RunView } from '../../protocol/views.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { ViewReader } from '../ports/view_reader.ts';
import { refusedEditOf } from '../refused_edit.ts';
import { showTasks } from '../views/explain_ready.ts';
import { overrulableAnswer } from './overrulable_answer.ts';

/** The newest remarks that a report carries: more than it shows, since it shows only some sorts of them. */
const NOTICES = 100;
/** The most questions whose answers it lists. */
const QUESTIONS = 50;

/** How a run stands now, for the texts about it; null: the run has gone. `later`: the newest run of the plan, where it is another.
 * `refusedEdit`: one that the log of deliveries does not know yet. */
export async function reportOf(
  deps: ServiceDependencies,
  record: RunRecord,
  later: RunRecord | null,
  refusedEdit?: RefusedEdit,
): Promise<RunReport | null> {
  const { store, clock, github } = deps;
  const { id } = record;
  const [run, plan] = await Promise.all([store.view.findRun(id), store.read.planOf(id)]);
  if (run === null || plan === null) return null;
  const [tasks, notices, origin, shown, edit, proposed, settled] = await Promise.all([
    showTasks(deps, run),
    store.view.notices(id, NOTICES),
    originOf(store.view, run),
    store.read.shown(id),
    refusedEdit ?? (runHasEnded(run.state) ? null : refusedEditOf(deps, record)),
    runHasEnded(run.state) ? null : store.read.proposedEdit(id),
    isWorkDone(run) ? settledQuestions(store, id) : [],
  ]);
  const overrulable = runHasEnded(run.state) ? null : await overrulableAnswer(store.view, id, { notices, tasks });
  return {
    run,
    plan,
    ...origin,
    tasks: tasks.filter((task) => !isRemoved(task)),
    notices,
    overrulable,
    settled,
    questionComments: commentsOf(shown),
    refusedEdit: edit,
    proposedEdit: proposed === null ? null : proposedEdit(proposed, shown),
    isOvertaken: later !== null && runHasEnded(run.state),
    now: clock.now(),
    repositoryUrl: run.issue === null ? '' : repositoryPage(run.repository),
    appSlug: github?.appSlug ?? 'planwright',
  };
}

function proposedEdit({ by, planHash }: ProposalRecord, shown: readonly Shown[]): ProposedEdit {
  return { by, planHash, comment: shown.find(({ what }) => what === 'diff')?.number ?? null };
}

/** What was asked is told when all is in: what counted is settled then. */
function isWorkDone({ state }: RunView): boolean {
  return state === 'in_review' || state === 'succeeded';
}

async function settledQuestions(
  { read, view }: ServiceDependencies['store'],
  run: string,
): Promise<readonly (readonly QuestionView[])[]> {
  const numbers = new Set((await read.questionStandings(run)).map(({ n }) => n));
  return Promise.all([...numbers].slice(0, QUESTIONS).map((n) => view.questionsByNumber(run, n)));
}

function commentsOf(shown: readonly Shown[]): ReadonlyMap<number, number> {
  return new Map(
    shown.flatMap(({ what, number }) => {
      const n = /^question:(\d+)$/.exec(what)?.[1];
      return n === undefined || number === null ? [] : [[Number(n), number] as const];
    }),
  );
}

/** Written in the moment in which a run is made. */
const FIRST_EVENTS = 10;

/** Told by a run's first events. */
async function originOf(
  view: ViewReader,
  { id, owner }: RunView,
): Promise<Pick<RunReport, 'startedBy' | 'approvedBy'>> {
  const first = await view.events(id, 0, FIRST_EVENTS);
  const by = first.find(({ kind }) => kind === 'run_created')?.data.by;
  const approvedBy = first.find(({ kind }) => kind === 'plan_approved')?.data.by;
  return {
    startedBy: typeof by === 'string' ? by : owner,
    ...(typeof approvedBy === 'string' ? { approvedBy } : {}),
  };
}
