import type { IncomingBody, IncomingEvent } from '../../core/incoming/incoming_event.ts';
import { pauseRun } from '../commands/pause_run.ts';
import type { DeliveryContext } from './delivery_context.ts';
import { type Handled, ignored } from './handled.ts';

/**
 * The App lost repositories, or is suspended there: what runs there pauses, where the App does not reach it now; the news
 * may be old. Whether the installation is allowed is not asked, since one that was removed belongs to nobody any more;
 * only repositories stored with it count, and those were allowed. Gaining some says nothing about what people want done
 * there.
 */
export async function handleAccess(
  { deps, github }: DeliveryContext,
  { installation, sender }: { readonly installation: number; readonly sender: IncomingEvent['sender'] },
  { change, repositories }: Extract<IncomingBody, { kind: 'access' }>,
): Promise<Handled> {
  if (change === 'gained') return ignored('Repositories come in with the first plan that is started there.');
  const reached = await deps.store.read.repositoriesOfInstallation(installation);
  const lost = reached.filter(({ github }) => repositories === null || repositories.includes(github?.id ?? -1));
  const because = change === 'suspended' ? 'app_suspended' : 'app_removed';
  let paused = 0;
  for (const repository of lost) {
    const runs = await deps.store.read.unfinishedRuns(repository.id);
    if (runs.length === 0 || (await github.repositories.isReached(repository))) continue;
    for (const { id } of runs) {
      await pauseRun(deps, id, { by: sender.login, because });
      // Not one that has not begun, and cannot without the App, nor one that waits for its final review.
      if ((await deps.store.read.runById(id))?.state === 'paused') paused += 1;
    }
  }
  return paused === 0
    ? ignored('Nothing is paused in repositories that the App does not reach.')
    : {
        kind: 'done',
        note: `The App ${change === 'suspended' ? 'is suspended' : 'lost repositories'}; ${paused === 1 ? '1 run is' : `${paused} runs are`} paused.`,
      };
}
