import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { GitHubEnvironment } from '../../config/github_environment.ts';
import { type App, createApp, type Tokens } from '../../http/app.ts';
import { type Background, startBackground } from '../../service/chores/background.ts';
import { concludeRuns } from '../../service/chores/conclude_runs.ts';
import { expireQuestions } from '../../service/chores/expire_questions.ts';
import type { Log, ServiceDependencies } from '../../service/dependencies.ts';
import type { Store } from '../../service/ports/store.ts';
import { createSignals } from '../../service/signals.ts';
import { openStore } from '../../store/open_store.ts';
import { composeGitHub, type Forges, localForges } from './compose_github.ts';
import { type ServiceKnobs, settingsOf } from './service_settings.ts';

/** What a service is made of. */
export type ServiceParts = {
  readonly databaseUrl: string;
  readonly databaseAuthToken?: string;
  readonly knobs: ServiceKnobs;
  readonly tokens: Tokens;
  /** How many proxies stand in front; left out: none. */
  readonly trustedProxies?: number;
  /** undefined: no GitHub App is set up. */
  readonly github?: GitHubEnvironment;
  readonly version: string;
  readonly log: Log;
};

/** A service in this process, not yet listening anywhere. */
export type Service = {
  readonly app: App;
  /** Settles what time has settled already and nobody could note: defaults of questions, and ends of runs. */
  readonly settle: () => Promise<void>;
  /** Starts ticks and the sending of effects. */
  readonly startBackground: () => Background;
  /** Closes the database after what waits for it. */
  readonly close: () => Promise<void>;
};

/**
 * The composition root of the service: the one place that knows the real database, forge, clock and randomness.
 * @throws DatabaseError, MigrationError; CliError where GitHub does not know the App
 */
export async function composeService(parts: ServiceParts): Promise<Service> {
  const { databaseUrl: url, databaseAuthToken: authToken, version, log } = parts;
  const clock = { now: () => Date.now() };
  const store = await openStore({ url, clock, ...(authToken === undefined ? {} : { authToken }) });
  const forges = await forgesOf(parts, store, clock).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const deps: ServiceDependencies = {
    store,
    ...forges,
    signals: createSignals(),
    settings: settingsOf(parts.knobs),
    process: v7(),
    version,
    clock,
    newId: () => v7(),
    sleep: (ms, givenUp) => sleep(ms, undefined, givenUp && { signal: givenUp }).catch(() => undefined),
    random: () => Math.random(),
    randomBytes: (count) => randomBytes(count),
    log,
  };
  return {
    app: createApp(deps, parts.tokens, parts.trustedProxies),
    settle: async () => {
      await expireQuestions(deps, clock.now());
      await concludeRuns(deps);
    },
    startBackground: () => startBackground(deps),
    close: () => store.close(),
  };
}

function forgesOf(
  { github, version }: ServiceParts,
  store: Store,
  clock: ServiceDependencies['clock'],
): Promise<Forges> {
  if (github === undefined) return Promise.resolve(localForges);
  return composeGitHub(github, { pacing: store.pacing, clock, version });
}
