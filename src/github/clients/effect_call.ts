import type { Octokit } from '@octokit/rest';
import type { EffectTarget, Sending } from '../../service/ports/forge.ts';
import type { PullTemplates } from '../read/pull_template.ts';
import type { RepositoryPlace } from '../repository_place.ts';
import type { Permissions } from './permissions_of.ts';

/** Who the App is: what it wrote is its own. */
export type OwnApp = {
  /** The App's number. */
  readonly id: number;
  /** Of its bot: `<slug>[bot]`. Nobody else can have such a login. */
  readonly botLogin: string;
};

/** One sending of an effect: to where, and with what. */
export type EffectCall = {
  readonly target: EffectTarget;
  readonly place: RepositoryPlace;
  /** `owner` and `repo`, as requests want them. */
  readonly named: { readonly owner: string; readonly repo: string };
  /** May do what the kind of effect needs, and no more. */
  readonly octokit: Octokit;
  /** A client that may do something else in the same repository. */
  readonly as: (permissions: Permissions) => Octokit;
  readonly app: OwnApp;
  readonly pullTemplates: PullTemplates;
};

/** The run of an effect that has one. */
export type TargetRun = NonNullable<EffectTarget['run']>;

/** The run that an effect is of. */
export function runOf({ target }: EffectCall): TargetRun {
  if (target.run === null) throw new Error('An effect of a run came without it.');
  return target.run;
}

/** Done, and nothing to remember. */
export const DONE: Sending = { answer: { kind: 'done' }, shown: [] };
