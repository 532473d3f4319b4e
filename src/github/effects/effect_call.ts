import type { Octokit } from '@octokit/rest';
import type { EffectTarget, Sending } from '../../service/ports/forge.ts';
import type { OwnApp } from '../clients/own_app.ts';
import type { Permissions } from '../clients/permissions_of.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';
import type { PullTemplates } from '../read/pull_template.ts';

/** One sending of an effect: to where, and with what. Its client may do what the kind of effect needs, and no more. */
export type EffectCall = RepositoryClient & {
  readonly target: EffectTarget;
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
