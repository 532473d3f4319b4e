import { passesByWork } from '../../core/schedule/waits_for.ts';
import type { TaskView } from '../../protocol/views.ts';

/** Tasks that wait for one thing, to be told. */
export type ToldWait = { readonly tasks: readonly string[]; readonly waitsFor: string };

/**
 * What ready tasks wait for, told once for each change: an agent that rests, a runner that nobody has started. What was there at
 * one look alone was on its way already, as a runner that connects.
 */
export class Waiting {
  #before = new Map<string, string>();
  #told = new Map<string, string>();

  /** Looks at the tasks as they stand now, and gives what is to be told. */
  look(tasks: readonly TaskView[]): readonly ToldWait[] {
    const now = new Map(tasks.flatMap(waitOf));
    const lasting = [...now].filter(([task, thing]) => this.#before.get(task) === thing);
    const news = lasting.filter(([task, thing]) => this.#told.get(task) !== thing);
    this.#before = now;
    this.#told = new Map([...[...this.#told].filter(([task]) => now.has(task)), ...news]);
    const byThing = Map.groupBy(news, ([, thing]) => thing);
    return [...byThing].map(([waitsFor, those]) => ({ tasks: those.map(([task]) => task), waitsFor }));
  }
}

function waitOf({ key, state, waitsFor }: TaskView): readonly (readonly [string, string])[] {
  return state !== 'ready' || waitsFor === null || passesByWork(waitsFor) ? [] : [[key, waitsFor]];
}
