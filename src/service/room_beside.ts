/**
 * Fair shares. Which have as many under way as they may, and how many more fit into each of the others, whichever they
 * are of: so that where one is slow, others have room. `taken`: of which each is that is under way.
 */
export function roomBeside<Id>(
  taken: readonly Id[],
  atMost: number,
): { readonly full: readonly Id[]; readonly room: number } {
  const counts = [...Map.groupBy(taken, (id) => id)].map(([id, same]) => ({ id, count: same.length }));
  const full = counts.filter(({ count }) => count >= atMost).map(({ id }) => id);
  const fullest = counts.filter(({ count }) => count < atMost).map(({ count }) => count);
  return { full, room: atMost - Math.max(0, ...fullest) };
}
