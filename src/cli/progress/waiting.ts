import { NO_RUNNER, passesByWork } from '../../core/schedule/waits_for.ts';
import type { TaskView } from '../../protocol/views.ts';

/** Tasks that wait for one thing, to be told. */
export type ToldWait = { readonly tasks: readonly string[]; readonly waitsFor: string };

/** Looks in a row at which a thing has to be there: what goes by meanwhile was on its way already. */
const LOOKS = 2;
/** The same where no runner is connected, which is so while one starts. */
const LOOKS_WITHOUT_RUNNER = 10;

type Seen = { readonly thing: string; readonly looks: number };

/** What ready tasks wait for, told once for each change: an agent that rests, a runner that nobody has started. */
export class Waiting {
  #seen = new Map<string, Seen>();

  /** Looks at the tasks as they stand now, and gives what is to be told. */
  look(tasks: readonly TaskView[]): readonly ToldWait[] {
    this.#seen = new Map(
      tasks.flatMap(waitOf).map(([task, thing]) => [task, { thing, looks: this.#looks(task, thing) }]),
    );
    const news = [...this.#seen].filter(([, { thing, looks }]) => looks === looksOf(thing));
    const byThing = Map.groupBy(news, ([, { thing }]) => thing);
    return [...byThing].map(([waitsFor, those]) => ({ tasks: those.map(([task]) => task), waitsFor }));
  }

  #looks(task: string, thing: string): number {
    const before = this.#seen.get(task);
    return before?.thing === thing ? before.looks + 1 : 1;
  }
}

function looksOf(thing: string): number {
  return thing === NO_RUNNER ? LOOKS_WITHOUT_RUNNER : LOOKS;
}

function waitOf({ key, state, waitsFor }: TaskView): readonly (readonly [string, string])[] {
  return state !== 'ready' || waitsFor === null || passesByWork(waitsFor) ? [] : [[key, waitsFor]];
}
