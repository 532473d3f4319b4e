import { costText } from '../../core/text/cost_text.ts';
import { counted } from '../../core/text/counted.ts';
import { runName } from '../../core/text/run_name.ts';
import type { RunView } from '../../protocol/views.ts';
import { durationText } from '../../text/duration.ts';
import { printable } from '../terminal/printable.ts';

/** A run on one line: `dates  running  5 of 8 tasks succeeded, 2 running  14m02s  01902a7c`. */
export function runLine(run: RunView, now: number): string {
  const total = Object.values(run.tasks).reduce((sum, count) => sum + (count ?? 0), 0);
  const others = Object.entries(run.tasks)
    .filter(([state, count]) => state !== 'succeeded' && (count ?? 0) > 0)
    .map(([state, count]) => `${count} ${state}`);
  const tasks = [`${run.tasks.succeeded ?? 0} of ${counted(total, 'task')} succeeded`, ...others].join(', ');
  const took = durationText((run.endedAt ?? now) - run.createdAt);
  const name = run.sequence > 1 ? `${runName(run)} (run ${run.sequence})` : runName(run);
  const cost = costText(run.usage);
  return printable(
    `${name}  ${run.canceling ? 'ending' : run.state}  ${tasks}  ${took}  ${cost === null ? '' : `${cost}  `}${run.id}`,
  );
}
