/** The most of each kind that one tick takes on. */
export const BATCH = 100;

/**
 * Acts on each that is due, one after another. Says whether there may be more.
 *
 * @param due names at most so many
 */
export async function forEachDue(
  due: (limit: number) => Promise<readonly string[]>,
  act: (id: string) => Promise<unknown>,
  limit = BATCH,
): Promise<boolean> {
  const ids = await due(limit);
  for (const id of ids) await act(id);
  return ids.length === limit;
}
