import { expect, test } from 'vitest';
import { AttemptControl } from '../../../../runner/attempt/attempt_control.ts';
import { pastUnfinishedWorktrees } from '../../../../runner/attempt/steps/past_unfinished_worktrees.ts';
import { GitError } from '../../../../runner/git/git_error.ts';
import type { Clock } from '../../../../runner/process/clock.ts';

const MIRROR = '/srv/planwright/mirrors/one.git';

/** What git has written when another worktree came or went beside it. */
const MET = [
  'fatal: bad object worktrees/tree1/HEAD\nerror: /origin did not send all necessary objects\n',
  `fatal: failed to read ${MIRROR}/worktrees/tree/commondir: Success`,
  `error: unable to read ${MIRROR}/worktrees/tree12/HEAD`,
  `fatal: Invalid path '${MIRROR}/worktrees/tree1': No such file or directory`,
];

/** Waits for nothing. */
const clock: Clock = {
  now: () => 0,
  after: (_, action) => {
    queueMicrotask(action);
    return () => {};
  },
};

function trying(failures: readonly Error[]): { readonly ended: Promise<string>; readonly tidied: () => number } {
  const left = [...failures];
  let tidied = 0;
  const ended = pastUnfinishedWorktrees(
    { control: new AttemptControl(), surroundings: { clock } },
    async () => {
      const failure = left.shift();
      if (failure !== undefined) throw failure;
      return 'done';
    },
    async () => {
      tidied += 1;
    },
  );
  return { ended, tidied: () => tidied };
}

const failed = (stderr: string) => new GitError('git_failed', 'git worktree failed', { stderr });

test.each(MET)('goes on past %j', async (stderr) => {
  const { ended, tidied } = trying([failed(stderr), failed(stderr)]);
  expect(await ended).toBe('done');
  expect(tidied()).toBe(2);
});

test('goes on where the runner itself looked for a registration that is gone', async () => {
  const gone = Object.assign(new Error(`ENOENT: no such file, open '${MIRROR}/worktrees/tree/index'`), {
    code: 'ENOENT',
  });
  expect(await trying([gone]).ended).toBe('done');
});

test.each(['fatal: bad object refs/heads/main', "fatal: '/srv/planwright/worktrees-of-mine' is no repository"])(
  'tells %j at once',
  async (stderr) => {
    const { ended, tidied } = trying([failed(stderr)]);
    await expect(ended).rejects.toMatchObject({ stderr });
    expect(tidied()).toBe(0);
  },
);

test('gives up on what never passes', async () => {
  const [stderr = ''] = MET;
  const { ended, tidied } = trying(Array.from({ length: 100 }, () => failed(stderr)));
  await expect(ended).rejects.toMatchObject({ stderr });
  expect(tidied()).toBe(19);
});
