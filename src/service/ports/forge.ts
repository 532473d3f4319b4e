import type { Effect, EffectAnswer } from '../../core/effects/effect.ts';
import type { RepositoryRecord } from '../../core/records.ts';

/** For whom an effect is sent. */
export type EffectTarget = {
  readonly run: string;
  readonly repository: RepositoryRecord;
  /** `planwright/<name>`; the integration branch is `<prefix>/plan`. */
  readonly branchPrefix: string;
};

/**
 * Where the repository lives: a folder on this machine, or GitHub.
 *
 * `send` may be called again for an effect whose answer was lost, by another process too, and then finds what the first
 * call made. It throws for passing trouble (the effect is sent again later) and answers `refused` for lasting trouble.
 */
export type Forge = { readonly send: (effect: Effect, target: EffectTarget) => Promise<EffectAnswer> };
