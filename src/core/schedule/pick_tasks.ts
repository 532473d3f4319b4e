import type { Slot } from '../../protocol/slot.ts';
import type { WaitingRunner } from '../slices.ts';
import type { Pick, Room } from './room.ts';

/** Chooses up to `capacity` tasks for slots of a runner, best candidates first, so that every limit still holds with all of them. */
export function pickTasks(
  room: Room,
  waiting: WaitingRunner,
  { slot, capacity }: { readonly slot: Slot; readonly capacity: number },
): readonly Pick[] {
  const picks: Pick[] = [];
  for (const candidate of room.candidates) {
    if (picks.length >= capacity) break;
    if (candidate.slot !== slot || room.obstacle(candidate, waiting) !== null) continue;
    picks.push(room.take(candidate, waiting));
  }
  return picks;
}
