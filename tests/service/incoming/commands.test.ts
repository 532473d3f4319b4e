import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  PLAN,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

/** What was answered to the comment of that second. */
async function answers(second = 1): Promise<{ reactions: readonly string[]; replies: readonly string[] }> {
  const effects = await desk.effects();
  const own = effects.filter((effect) => effect.comment === 1_000 + second || effect.to === 1_000 + second);
  return {
    reactions: own.flatMap(({ kind, content }) => (kind === 'react' ? [content] : [])),
    replies: own.flatMap(({ kind, text }) => (kind === 'reply' ? [text] : [])),
  };
}

describe('commands in a run', () => {
  beforeEach(async () => {
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.settle();
  });

  it('pause and resume', async () => {
    await desk.say('/planwright pause');
    expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'paused_by_person' } });
    expect(await answers()).toEqual({ reactions: ['+1'], replies: [] });
    await desk.say('/planwright resume', 2);
    expect(await desk.run()).toMatchObject({ state: 'running', reason: null });
  });

  it('of one comment are carried out one after another', async () => {
    await desk.say('/planwright pause\n/planwright resume\n/planwright skip docs\n/planwright cancel parser');
    expect(await desk.run()).toMatchObject({ state: 'running' });
    expect(await desk.task('docs')).toMatchObject({ state: 'skipped' });
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
    await desk.say('/planwright retry parser', 2);
    expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
  });

  it('are carried out once, also when the comment comes again with another id of its delivery', async () => {
    await startFirstTask();
    await desk.say('/planwright cancel');
    expect(await desk.run()).toMatchObject({ cancel: 'graceful' });
    const before = await desk.everything();
    await desk.say('/planwright cancel');
    expect(await desk.everything()).toBe(before);
    await desk.say('/planwright run\n/planwright resume', 2);
    const ending = 'The run is being canceled. Once it has ended, `/planwright run` starts another.';
    expect(await answers(2)).toEqual({ reactions: ['eyes'], replies: [ending] });
    await desk.say('/planwright cancel', 3);
    expect(await desk.run()).toMatchObject({ cancel: 'immediate' });
  });

  it('that cannot be carried out as things stand are answered why, in one reply', async () => {
    await desk.say(
      '/planwright resume\n/planwright retry parser\n/planwright run\n/planwright retry parzer\n/planwright skip',
    );
    const { reactions, replies } = await answers();
    expect(replies).toHaveLength(1);
    for (const text of ['only a task that failed', 'is running already', 'Did you mean `parser`?', 'Which task?']) {
      expect(replies[0]).toContain(text);
    }
    expect(reactions).toEqual(['eyes']);
  });

  it('that are not understood are answered with a suggestion', async () => {
    await desk.say('/planwright retrry parser\n/planwright undo\n/planwright pause now');
    expect(await answers()).toMatchObject({
      reactions: ['confused'],
      replies: [expect.stringContaining('retry parser')],
    });
    expect(await desk.run()).toMatchObject({ state: 'running' });
  });

  it('show the status at once and help when asked', async () => {
    await desk.say('/planwright status\n/planwright help');
    const waiting = await desk.rows("SELECT due_at FROM outbox WHERE kind = 'show_run' AND state = 'waiting'");
    expect(waiting.every((row) => Number(row.due_at) <= desk.deps.clock.now())).toBe(true);
    expect(await answers()).toEqual({ reactions: ['+1'], replies: [expect.stringContaining('| command |')] });
  });

  it('that ask for the status have its comment written even if it says the same: somebody may have deleted it', async () => {
    const subject = (await desk.run())?.id ?? '';
    const remembered = { subject, what: 'status', number: 9, digest: 'what it says' } as const;
    const labels = { subject, what: 'labels', number: null, digest: 'which there are' } as const;
    for (const shown of [remembered, labels]) {
      await desk.change({ kind: 'remember_shown', shown });
    }
    await desk.say('/planwright status');
    expect(await desk.deps.store.read.shown(subject)).toEqual([labels, { ...remembered, digest: '' }]);
  });

  it('are reacted to also where nothing is done', async () => {
    await desk.say('/planwright retry parser');
    expect(await answers()).toMatchObject({ reactions: ['eyes'], replies: [expect.stringContaining('is ready')] });
  });

  it('are answered in their order, also by a process that comes after one that died between them', async () => {
    await giveParserPull();
    const isClosed = desk.world.closedIssues.has;
    desk.world.closedIssues.has = () => {
      desk.world.closedIssues.has = isClosed;
      throw new Error('The process died.');
    };
    const inPull = { number: 41, isPull: true, labels: [] };
    const comment = commentBody('/planwright help\n/planwright skip docs\n/planwright retry', 1, inPull);
    await desk.deliver(event(comment));
    expect(await answers()).toEqual({ reactions: [], replies: [] });
    desk.outage(5_000);
    await desk.process();
    const { reactions, replies } = await answers();
    expect(reactions).toEqual(['+1', 'eyes']);
    expect(replies).toEqual([expect.stringMatching(/\| command \|.*`parser` is ready/s)]);
  });

  it('that are more than are taken of one comment are not carried out, and it says how many', async () => {
    await desk.say(`${'/planwright status\n'.repeat(10)}${'/planwright pause\n'.repeat(30)}`);
    expect(await desk.run()).toMatchObject({ state: 'running' });
    const { replies } = await answers();
    expect(replies).toEqual([expect.stringContaining('I take 10 commands of one comment; the last 30 were left out.')]);
  });

  it('that skip a task of a failed run set nothing going while its issue is closed', async () => {
    await desk.overwrite(`UPDATE tasks SET state = 'failed' WHERE key = 'parser'`);
    await desk.overwrite(`UPDATE tasks SET state = 'skipped' WHERE key = 'docs'`);
    await desk.overwrite(`UPDATE runs SET state = 'failed', open_tasks = 0`);
    const before = await desk.rows('SELECT * FROM tasks');
    await desk.deliver(event(commentBody('/planwright skip parser', 1, { state: 'closed' })));
    expect(await desk.rows('SELECT * FROM tasks')).toEqual(before);
    expect((await answers()).replies).toEqual([expect.stringContaining('issue #40 is closed')]);
  });

  it('set nothing going while the issue is closed, and say how it goes on', async () => {
    await desk.deliver(event(issueBody('closed', 2)));
    await desk.deliver(event(commentBody('/planwright resume\n/planwright retry parser', 3, { state: 'closed' })));
    expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'issue_closed' } });
    const { reactions, replies } = await answers(3);
    expect(reactions).toEqual(['eyes']);
    expect(replies[0]).toContain(
      'issue #40 is closed, so nothing was changed. Reopen it, then write `/planwright resume`',
    );
    expect(replies[0]).toContain('`/planwright retry`');
    await desk.deliver(event(commentBody('/planwright skip docs', 4, { state: 'closed' })));
    expect(await desk.task('docs')).toMatchObject({ state: 'skipped' });
    await desk.deliver(event(commentBody('/planwright cancel', 5, { state: 'closed' })));
    await desk.settle();
    await desk.deliver(event(commentBody('/planwright retry\n/planwright skip parser', 6, { state: 'closed' })));
    expect(await desk.run()).toMatchObject({ state: 'canceled' });
    expect((await answers(6)).replies[0]).toContain('reopening it starts the plan anew');
  });

  it('in a pull request ask whether the issue of the plan is closed', async () => {
    await giveParserPull();
    await desk.say('/planwright cancel parser');
    desk.world.closedIssues.add(40);
    const inPull = { number: 41, isPull: true, labels: [] };
    await desk.deliver(event(commentBody('/planwright retry', 2, inPull)));
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
    desk.world.closedIssues.clear();
    await desk.deliver(event(commentBody('/planwright retry', 3, { ...inPull, state: 'closed' })));
    expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
  });

  it('that newer news have overtaken change nothing', async () => {
    await desk.deliver(event(issueBody('closed', 5)));
    await desk.say('/planwright resume', 4);
    expect(await desk.run()).toMatchObject({ state: 'paused' });
    expect((await answers(4)).replies[0]).toContain('Something newer');
  });

  it('in the pull request of a task mean that task', async () => {
    await giveParserPull();
    await desk.deliver(event(commentBody('/planwright cancel', 1, { number: 41, isPull: true, labels: [] })));
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
    expect(await desk.run()).toMatchObject({ cancel: null });
    await desk.deliver(event(commentBody('/planwright retry', 2, { number: 41, isPull: true, labels: [] })));
    expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
  });
});

describe('commands where no run is', () => {
  it('are answered how to start one', async () => {
    await desk.deliver(event(commentBody('/planwright pause\n/planwright status', 1, { labels: [] })));
    const { replies } = await answers();
    expect(replies[0]).toContain('There is no run here to pause.');
    expect(replies[0]).toContain('There is no run here to show.');
  });

  it('that start nothing are not shown as carried out, and say so where the comment that says why was there', async () => {
    const bad = '## Tasks\n- [ ] parser: Parse (after parzer)\n';
    const run = (second: number, body = bad) =>
      desk.deliver(event(commentBody('/planwright run', second, { body, labels: [] })));
    await run(1);
    expect(await answers(1)).toEqual({ reactions: ['eyes'], replies: [] });
    await run(2);
    expect(await answers(2)).toEqual({ reactions: ['eyes'], replies: [expect.stringContaining('says why')] });
    desk.world.files = { own: 'label: [', organisation: null };
    await run(3, PLAN);
    expect(await answers(3)).toMatchObject({ reactions: ['eyes'] });
    desk.world.files = { own: null, organisation: null };
    await run(4, PLAN);
    expect(await answers(4)).toEqual({ reactions: ['+1'], replies: [] });
    await desk.deliver(event(commentBody('/planwright cancel', 5)));
    await run(6);
    expect(await answers(6)).toEqual({ reactions: ['eyes'], replies: [] });
    await run(7);
    expect(await answers(7)).toMatchObject({ replies: [expect.stringContaining('says why')] });
  });

  it('run nothing in a pull request', async () => {
    await desk.deliver(event(commentBody('/planwright run', 1, { isPull: true })));
    expect(await desk.run()).toBeNull();
    expect((await answers()).replies[0]).toContain('A plan is an issue.');
  });
});

describe('commands of those who may not command', () => {
  it('get a reaction and nothing else', async () => {
    await desk.deliver(event(commentBody('/planwright run'), by('mallory')));
    expect(desk.world.reactions).toEqual([{ comment: 1_000, content: '-1' }]);
    expect(await desk.effects()).toEqual([]);
    expect(await desk.deps.store.read.repositoryByGitHubId(77)).toBeNull();
  });

  it('get a line where the repository is polite', async () => {
    desk.world.files = { own: 'refusal: polite\ncommand-permission: maintain', organisation: null };
    await desk.deliver(event(commentBody('/planwright run'), by('mallory')));
    expect(desk.world.lines).toEqual([expect.stringContaining('`maintain`')]);
    expect(await desk.effects()).toEqual([]);
    expect(await desk.deps.store.read.repositoryByGitHubId(77)).toBeNull();
    expect(await desk.run()).toBeNull();
  });

  it('get a line where the settings do not say who may, if they may write', async () => {
    desk.world.files = { own: 'command-permission: [', organisation: null };
    desk.world.writers.add('bob');
    await desk.deliver(event(commentBody('/planwright run'), by('mallory')));
    expect(desk.world.lines).toEqual([]);
    await desk.deliver(event(commentBody('/planwright run', 1), by('bob')));
    expect(desk.world.lines).toEqual([expect.stringMatching(/only admins may command here.*write the command again/s)]);
    expect(await desk.effects()).toEqual([]);
    expect(await desk.run()).toBeNull();
  });

  it('are told so only so often in an hour, and only where that can be written at once', async () => {
    for (let second = 0; second < 40; second++) {
      await desk.deliver(event(commentBody('/planwright run', second), by('mallory')));
    }
    expect(desk.world.reactions).toHaveLength(30);
    desk.outage(3_600_001);
    desk.world.turnsAreFree = false;
    await desk.deliver(event(commentBody('/planwright run', 50), by('mallory')));
    expect((await desk.notes()).at(-1)).toBe(
      'ignored: Its sender may not command here, and could not be told so at once.',
    );
  });

  it('are none in code, and a comment made to take time takes none', async () => {
    await desk.deliver(event(commentBody('```\n/planwright run\n```'), by('mallory')));
    const began = process.cpuUsage();
    const hostile = `/planwright run\n${'a <?'.repeat(16_000)}`;
    await desk.deliver(event(commentBody(hostile, 1), by('mallory')));
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_000);
    expect(desk.world.reactions).toEqual([{ comment: 1_001, content: '-1' }]);
    expect((await desk.notes())[0]).toBe('ignored: The comment holds no command.');
  });

  it('are not even looked at when they are a bot’s, or no commands', async () => {
    await desk.deliver(event(commentBody('/planwright run'), by('renovate[bot]', true)));
    desk.world.asked = 0;
    await desk.deliver(event(commentBody('Nice plan.', 1), by('mallory')));
    expect(desk.world.reactions).toEqual([]);
    // Only whether the installation counts.
    expect(desk.world.asked).toBe(1);
  });
});

/** Hands out the first task, so that a cancelled run has something to wait for. */
async function startFirstTask(): Promise<void> {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  await runner.start(lease?.attempt ?? '');
}

/** Pull request 41 is that of `parser`, which is ready. */
async function giveParserPull(): Promise<void> {
  const task = await desk.task('parser');
  await desk.change({ kind: 'set_task', task: task?.id ?? '', in: 'ready', atAttempt: 0, set: { pull: 41 } });
}
