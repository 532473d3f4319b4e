import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { type GitHub, startGitHub } from '../support/github/start_github.ts';
import { type ForgeWorld, forgeWorld, type WorldOptions } from './forge_world.ts';

/**
 * One GitHub for the tests of a file, with a clock that only they move. All requests must be such as GitHub describes.
 */
export function forgeSetting(): {
  readonly github: () => GitHub;
  readonly world: (options?: WorldOptions) => Promise<ForgeWorld>;
  readonly moveClock: (ms: number) => void;
} {
  let github: GitHub | undefined;
  const running = () => {
    if (github === undefined) throw new Error('GitHub does not run yet.');
    return github;
  };
  const moveClock = (ms: number) => void vi.setSystemTime(Date.now() + ms);

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    github = await startGitHub();
    github.installApp('acme');
  });
  afterAll(async () => {
    vi.useRealTimers();
    await github?.close();
  });
  beforeEach(() => running().faults.clear());
  afterEach(() => {
    expect(running().violations).toEqual([]);
    expect(running().unknown).toEqual([]);
  });
  return { github: running, moveClock, world: (options) => forgeWorld(running(), moveClock, options) };
}
