import type { RunRecord } from '../../core/records.ts';
import { repositoryPage } from '../../core/report/links.ts';
import type { RefusedEdit, RunReport } from '../../core/report/run_report.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { Shown } from '../../core/shown.ts';
import { isRemoved } from '../../core/task/open_to_edits.ts';
import type { RunView } from '../../protocol/views.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { ViewReader } from '../ports/view_reader.ts';
import { refusedEditOf } from '../refused_edit.ts';
import { showTasks } from '../views/explain_ready.ts';

/** The newest remarks that a report carries. */
const NOTICES = 20;

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
  const [tasks, notices, origin, shown, edit] = await Promise.all([
    showTasks(deps, run),
    store.view.notices(id, NOTICES),
    originOf(store.view, run),
    store.read.shown(id),
    refusedEdit ?? (runHasEnded(run.state) ? null : refusedEditOf(deps, record)),
  ]);
  return {
    run,
    plan,
    ...origin,
    tasks: tasks.filter((task) => !isRemoved(task)),
    notices,
    questionComments: commentsOf(shown),
    refusedEdit: edit,
    isOvertaken: later !== null && runHasEnded(run.state),
    now: clock.now(),
    repositoryUrl: run.issue === null ? '' : repositoryPage(run.repository),
    appSlug: github?.appSlug ?? 'planwright',
  };
}

function commentsOf(shown: readonly Shown[]): ReadonlyMap<number, number> {
  return new Map(
    shown.flatMap(({ what, number }) => {
      const n = /^question:(\d+)$/.exec(what)?.[1];
      return n === undefined || number === null ? [] : [[Number(n), number] as const];
    }),
  );
}

/** Told by a run's first events. */
async function originOf(
  view: ViewReader,
  { id, owner }: RunView,
): Promise<Pick<RunReport, 'startedBy' | 'approvedBy'>> {
  const [created, approved] = await view.events(id, 0, 2);
  const by = created?.data.by;
  const approvedBy = approved?.kind === 'plan_approved' ? approved.data.by : undefined;
  return {
    startedBy: typeof by === 'string' ? by : owner,
    ...(typeof approvedBy === 'string' ? { approvedBy } : {}),
  };
}
