import type { NewEvent } from '../../core/events.ts';
import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';

/**
 * Numbers are given by the insert itself, so that commands which write about the same run in one group do not collide.
 * `key` is the place in the list.
 */
const append = `INSERT INTO events (run, seq, at, kind, task, attempt, data)
  SELECT ?1, (SELECT coalesce(max(seq), 0) FROM events WHERE run = ?1) + key + 1, ?2,
    json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]')
  FROM json_each(?3)`;

/** Appends events in their order, numbered on per run. `at` is in epoch milliseconds. */
export function appendEvents(events: readonly NewEvent[], at: number): readonly Statement[] {
  return [...Map.groupBy(events, (event) => event.run)].map(([run, ofRun]) => ({
    sql: append,
    args: [run, at, jsonText(ofRun.map(rowOf))],
  }));
}

function rowOf({ task, attempt, body }: NewEvent): readonly unknown[] {
  const { kind, ...data } = body;
  return [kind, task ?? null, attempt ?? null, data];
}
