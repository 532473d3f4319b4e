import { homeStanding } from '../../core/task/home_standing.ts';
import type { HomesRequest, HomesResponse } from '../../protocol/home_messages.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/** What the use case needs of the service. */
type Given = { readonly store: { readonly read: Pick<ServiceDependencies['store']['read'], 'taskSlice'> } };

/** Says which tasks still need the HOMEs that a runner keeps for them. A task that is not known stands in neither list. */
export async function judgeHomes({ store }: Given, { tasks }: HomesRequest): Promise<HomesResponse> {
  const judged = await Promise.all(
    tasks.map(async (id) => {
      const slice = await store.read.taskSlice(id, 'direct');
      return { id, standing: slice === null ? 'maybe' : homeStanding(slice.task, slice.run) };
    }),
  );
  const withStanding = (wanted: string) => judged.filter(({ standing }) => standing === wanted).map(({ id }) => id);
  return { needed: withStanding('needed'), over: withStanding('over') };
}
