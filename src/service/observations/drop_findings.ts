import type { Change } from '../../core/changes.ts';
import { dropFindings as decideDrop } from '../../core/decide/drop_findings.ts';
import { type Decision, DecisionBuilder, nothing } from '../../core/decision.ts';
import type { FindingRecord } from '../../core/finding/finding_record.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';

/** What counts no more: a review that was taken back, or threads that somebody resolved (by the ids of their comments). */
export type Dropped = { readonly review: number } | { readonly comments: readonly number[] };

/** A person took back what was found in a run, whichever tasks it went to; `also` lands with what follows. */
export function dropFindings(
  deps: ServiceDependencies,
  run: string,
  dropped: Dropped,
  also: readonly Change[],
): Promise<null> {
  return commit(deps, 'drop_findings', async (read) => {
    const builder = new DecisionBuilder();
    for (const { id } of await read.agentTasksOf(run)) builder.take(await ofTask(deps, read, id, dropped));
    return builder.change(...also).result(null);
  });
}

async function ofTask(
  deps: ServiceDependencies,
  read: SliceReader,
  task: string,
  dropped: Dropped,
): Promise<Decision<null>> {
  const findings = await read.findingsOf(task);
  if (!findings.some((finding) => isMeant(finding, dropped))) return nothing(null);
  const slice = await read.taskSlice(task, 'direct');
  if (slice === null) return nothing(null);
  return decideDrop(slice, findings, (finding) => isMeant(finding, dropped), surroundings(deps));
}

function isMeant({ content }: FindingRecord, dropped: Dropped): boolean {
  if (content.kind === 'check') return false;
  if ('review' in dropped) return content.review === dropped.review;
  return content.kind === 'thread' && dropped.comments.includes(content.comment);
}
