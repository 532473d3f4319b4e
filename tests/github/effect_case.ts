import type { CheckText } from '../../src/core/effects/effect.ts';
import type { Shown } from '../../src/core/shown.ts';
import type { ForgeRequest } from '../../src/service/ports/forge.ts';
import type { ForgeWorld, TargetRun } from './forge_world.ts';

/** An effect that has something to do, and how many writes that takes. */
export type EffectCase<Name extends string = string> = {
  readonly name: Name;
  readonly prepare: (world: ForgeWorld) => Promise<{
    readonly request: ForgeRequest;
    readonly run?: Partial<TargetRun>;
    readonly shown?: readonly Shown[];
  }>;
  readonly writes: number;
  /** How many it takes when it is sent again; default: none. Merging and reacting are left to GitHub, which does them once. */
  readonly writesAgain?: number;
};

export const CHECK: CheckText = {
  name: 'planwright / parser',
  conclusion: 'success',
  title: 'Checked',
  summary: '`npm test` exit 0',
  text: '',
  places: [],
  actions: [{ label: 'Retry', description: 'Do the task again', identifier: 'retry:parser' }],
};

/** A run that has begun, with a commit for its task `parser`. */
export async function begun(world: ForgeWorld) {
  const prefix = `planwright/${world.issue}`;
  await world.send({ kind: 'begin_run', branchPrefix: prefix, base: null });
  const commit = await world.commit({ 'src/parser.ts': 'parse\n' });
  return { prefix, branch: `${prefix}/parser`, commit };
}

/** The same, and the task is merged. */
export async function merged(world: ForgeWorld) {
  const { branch, commit, prefix } = await begun(world);
  const { answer } = await world.send({ kind: 'merge_task', task: 'id', branch, commit, message: 'Merge parser' });
  if (answer.kind !== 'merged') throw new Error(`It was not merged: ${JSON.stringify(answer)}`);
  return { branch, commit, prefix, head: answer.head };
}

export const PULL = { title: 'Parse dates', body: 'Parses them.' };
