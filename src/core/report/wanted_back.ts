import type { TaskView } from '../../protocol/views.ts';
import { inlineText } from './inline_text.ts';
import { keyList } from './progress.ts';

const NAME_LIMIT = 100;

/** Which tasks are waited for from whom: `` `schema` back from alice ``, one entry for each person. */
export function wantedBack(tasks: readonly TaskView[]): readonly string[] {
  const taken = Map.groupBy(
    tasks.filter(({ takenBy }) => takenBy !== null),
    ({ takenBy }) => takenBy ?? '',
  );
  return [...taken].map(([by, of]) => `${keyList(of.map(({ key }) => key))} back from ${inlineText(by, NAME_LIMIT)}`);
}
