import type { Provider } from '../config/runner_config.ts';
import type { JsonObject } from './json_object.ts';

/** A program that needs more than its backend does for it. */
export type Program = {
  /** Whether a provider starts it, by itself or by another program. */
  readonly isOf: (provider: Pick<Provider, 'command' | 'transport'>) => boolean;
  /**
   * What it must find in its HOME to work alone.
   *
   * @param environment the runner's own, which says by what it has its credentials
   */
  readonly settings: (provider: Provider, environment: Readonly<Record<string, string | undefined>>) => SettingsFile;
  /**
   * How long a conversation has to rest before it can go on, in milliseconds.
   *
   * @param nowEpochMs by the clock of this machine, as the program reads it
   */
  readonly pauseBeforeResumeMs: (home: string, session: string, nowEpochMs: number) => Promise<number>;
};

/** A file of settings in a HOME, and what stands in it unless somebody's own says otherwise. */
export type SettingsFile = { readonly path: string; readonly settings: JsonObject };
