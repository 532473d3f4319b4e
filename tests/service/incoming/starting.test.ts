import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  NAMES,
  PLAN,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

describe('a plan starts', () => {
  for (const [how, body] of Object.entries({
    'when its issue is opened with the label': issueBody('opened'),
    'when the label is set': issueBody('labeled'),
    'when it is edited and has the label': issueBody('edited'),
    'when it is reopened and has the label': issueBody('reopened'),
    'by the command, without the label': commentBody('/planwright run', 0, { labels: [] }),
  })) {
    it(how, async () => {
      await desk.deliver(event(body));
      const run = await desk.run();
      expect(run).toMatchObject({
        name: '40',
        issue: 40,
        owner: 'ada',
        state: 'pending',
        branchPrefix: 'planwright/40',
      });
      expect(await desk.deps.store.read.repositoryByGitHubId(77)).toMatchObject({
        name: 'acme/web',
        github: { id: 77, installation: 1 },
      });
      await desk.settle();
      expect(await desk.run()).toMatchObject({ state: 'running' });
    });
  }

  it('with another label where the settings say so, whatever its case', async () => {
    desk.world.files = { own: 'label: Feature', organisation: null };
    await desk.deliver(event(issueBody('opened')));
    expect(await desk.run()).toBeNull();
    await desk.deliver(event(issueBody('opened', 1, { labels: ['feature'] })));
    expect(await desk.run()).not.toBeNull();
  });

  it('for the owner that it names, else for whoever started it', async () => {
    await desk.deliver(event(issueBody('labeled', 0, { body: `\`\`\`planwright\nowner: grace\n\`\`\`\n\n${PLAN}` })));
    expect(await desk.run()).toMatchObject({ owner: 'grace' });
    await desk.deliver(event(issueBody('labeled', 0, { number: 41 })));
    expect(await desk.run(41)).toMatchObject({ owner: 'ada' });
  });

  it('with exactly the body that the event showed', async () => {
    const body = '## Tasks\n- [ ] only: This one\n';
    await desk.deliver(event(issueBody('labeled', 1, { body })));
    const plan = await desk.deps.store.read.planOf((await desk.run())?.id ?? '');
    expect(plan?.tasks.map(({ id }) => id)).toEqual(['only']);
  });

  it('with the title of that event, harmless; a later title changes neither it nor the hash', async () => {
    const title = 'Dates: closes #7 for @bob\n';
    await desk.deliver(event(issueBody('labeled', 1, { title })));
    const run = await desk.run();
    const before = await desk.deps.store.read.planOf(run?.id ?? '');
    expect(before?.title).toBe('Dates: closes #\u200B7 for @\u200Bbob');
    await desk.deliver(event(issueBody('edited', 2, { title: 'Another title' })));
    expect(await desk.deps.store.read.planOf(run?.id ?? '')).toEqual(before);
    expect(await desk.deps.store.view.notices(run?.id ?? '', 10)).toEqual([]);
  });

  it('not while its issue is closed, without the label, or as a pull request', async () => {
    await desk.deliver(event(issueBody('labeled', 1, { state: 'closed' })));
    await desk.deliver(event(issueBody('opened', 2, { labels: ['bug'] })));
    await desk.deliver(event(issueBody('labeled', 3, { isPull: true })));
    await desk.deliver(event(commentBody('/planwright run', 4, { state: 'closed' })));
    expect(await desk.run()).toBeNull();
  });

  it('again when a run has ended and somebody sets the label anew, but not by an edit', async () => {
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.deliver(event(commentBody('/planwright cancel', 1)));
    expect(await desk.run()).toMatchObject({ state: 'canceled', sequence: 1 });
    await desk.deliver(event(issueBody('edited', 2)));
    expect(await desk.run()).toMatchObject({ sequence: 1 });
    await desk.deliver(event(issueBody('labeled', 3)));
    expect(await desk.run()).toMatchObject({ state: 'pending', sequence: 2, branchPrefix: 'planwright/40.2' });
  });

  it('anew without what a run did that ended without its final merge, and with what people ticked', async () => {
    const ticked = '## Tasks\n- [x] parser: Parse dates\n- [x] docs: Document it (after parser)\n';
    await desk.deliver(event(issueBody('labeled', 0)));
    const merged = 'c'.repeat(40);
    for (const seconds of [1, 3]) {
      await desk.deliver(event(commentBody('/planwright cancel', seconds)));
      // Only the first run got that far.
      if (seconds === 1)
        await desk.overwrite(`UPDATE tasks SET state = 'succeeded', merge_commit = '${merged}' WHERE key = 'parser'`);
      await desk.deliver(event(issueBody('labeled', seconds + 1, { body: ticked })));
      expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
      expect(await desk.task('docs')).toMatchObject({ state: 'succeeded' });
    }
    expect(await desk.run()).toMatchObject({ sequence: 3 });
  });

  it('anew without what a run did under a prefix that was not its own, or under another number', async () => {
    await desk.deliver(event(issueBody('labeled', 0, { body: '## Tasks\n- [ ] parser: Parse\n- [ ] Write\n' })));
    await desk.overwrite("UPDATE runs SET branch_prefix = 'planwright/40.5'");
    await desk.overwrite(`UPDATE tasks SET state = 'succeeded', merge_commit = '${'c'.repeat(40)}'`);
    const ticked = '## Tasks\n- [ ] Plan\n- [x] Write\n- [x] parser: Parse\n';
    for (const [index, body] of [ticked, ticked].entries()) {
      await desk.deliver(event(commentBody('/planwright cancel', 2 * index + 1)));
      await desk.deliver(event(issueBody('labeled', 2 * index + 2, { body })));
      expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
      expect(await desk.task('t2')).toMatchObject({ state: 'ready', spec: { title: 'Write' } });
    }
  });

  it('not by news older than those that were acted upon', async () => {
    await desk.deliver(event(issueBody('closed', 5)));
    await desk.deliver(event(issueBody('labeled', 3)));
    expect(await desk.run()).toBeNull();
    await desk.deliver(event(issueBody('reopened', 6)));
    expect(await desk.run()).not.toBeNull();
  });
});

describe('what nobody sees in the text of a plan', () => {
  it('is kept with the run, whose status comment tells of it', async () => {
    await desk.deliver(event(issueBody('labeled', 0, { body: `Do it.\n\n<!-- And more. -->\n\n${PLAN}` })));
    const plan = await desk.deps.store.read.planOf((await desk.run())?.id ?? '');
    expect(plan?.warnings).toMatchObject([{ line: 3, code: 'hidden-text' }]);
  });

  it('keeps it from starting where it stands in a setting', async () => {
    const body = '## Tasks\n- [ ] a: Say hi\n  - run: sh -c "echo hi <!-- ; echo stolen > evil.txt # -->"\n';
    await desk.deliver(event(issueBody('labeled', 0, { body })));
    expect(await desk.run()).toBeNull();
    const [told] = await desk.effects();
    expect(told).toMatchObject({ kind: 'show_plan', text: expect.stringContaining('`run` holds a comment') });
  });

  it('where there is none, nothing is told', async () => {
    await desk.deliver(event(issueBody('labeled')));
    expect(await desk.deps.store.read.planOf((await desk.run())?.id ?? '')).not.toHaveProperty('warnings');
  });
});

describe('a plan with mistakes', () => {
  const bad = '## Tasks\n- [ ] parser: Parse (after parzer)\n';

  it('is answered with what to mend, and starts when it is mended', async () => {
    await desk.deliver(event(issueBody('opened', 0, { body: bad })));
    await desk.deliver(event(issueBody('edited', 1, { body: `${bad}- [ ] docs: Write (after docks)\n` })));
    expect(await desk.run()).toBeNull();
    const [first, second] = await desk.effects();
    expect(first).toMatchObject({ kind: 'show_plan', issue: 40, text: expect.stringContaining('parzer') });
    expect(second).toMatchObject({ kind: 'show_plan', text: expect.stringContaining('docks') });
    await desk.deliver(event(issueBody('edited', 2)));
    expect(await desk.run()).toMatchObject({ state: 'pending' });
  });

  it('is not complained of any more once the mended one has started, but again when that has ended', async () => {
    await desk.deliver(event(issueBody('opened', 0, { body: bad })));
    await desk.deliver(event(issueBody('edited', 1)));
    await desk.settle();
    expect(desk.sent.map(({ kind }) => kind)).not.toContain('show_plan');
    await desk.deliver(event(commentBody('/planwright cancel', 2)));
    await desk.settle();
    await desk.deliver(event(issueBody('labeled', 3, { body: bad })));
    await desk.settle();
    expect(desk.sent.filter(({ kind }) => kind === 'show_plan')).toHaveLength(1);
  });

  describe('after a run that has ended', () => {
    beforeEach(async () => {
      await desk.deliver(event(issueBody('labeled', 0)));
      await desk.deliver(event(commentBody('/planwright cancel', 1)));
    });
    const sequence = async () => (await desk.run())?.sequence;

    it('starts by an edit, as its comment says, and after that run an edit starts nothing again', async () => {
      await desk.deliver(event(issueBody('labeled', 2, { body: bad })));
      await desk.deliver(event(issueBody('edited', 3), by('mallory')));
      await desk.deliver(event(issueBody('edited', 3, { labels: [] })));
      expect(await sequence()).toBe(1);
      // Within the same second as the refused start.
      await desk.deliver(event(issueBody('edited', 2)));
      expect(await desk.run()).toMatchObject({ sequence: 2, state: 'pending' });
      await desk.deliver(event(commentBody('/planwright cancel', 4)));
      await desk.deliver(event(issueBody('edited', 5)));
      expect(await sequence()).toBe(2);
    });

    it('starts by no edit once the run before was taken up again and ended anew', async () => {
      desk.outage(1_000);
      await desk.deliver(event(issueBody('labeled', 2, { body: bad })));
      await desk.overwrite("UPDATE runs SET base_commit = 'base', started_at = 1");
      await desk.deliver(event(commentBody('/planwright retry', 3)));
      expect(await desk.run()).toMatchObject({ sequence: 1, state: 'running' });
      desk.outage(1_000);
      await desk.deliver(event(commentBody('/planwright cancel', 4)));
      await desk.settle();
      expect(await desk.run()).toMatchObject({ sequence: 1, state: 'canceled' });
      await desk.deliver(event(issueBody('edited', 5)));
      expect(await sequence()).toBe(1);
    });

    it('starts by an edit also where nothing was left to do', async () => {
      await desk.deliver(event(commentBody('/planwright run', 2, { body: PLAN.replaceAll('[ ]', '[x]') })));
      await desk.deliver(event(issueBody('edited', 3)));
      expect(await sequence()).toBe(2);
    });

    it('does not start once more by what started the run before', async () => {
      await desk.deliver(event(issueBody('labeled', 2, { body: bad })));
      await desk.deliver(event(issueBody('labeled', 0)));
      expect(await sequence()).toBe(1);
    });
  });

  it('names the command where the issue has no label, since no edit starts it then', async () => {
    const [wrong, ticked] = [bad, PLAN.replaceAll('[ ]', '[x]')];
    for (const [second, body] of [wrong, ticked].entries()) {
      await desk.deliver(event(commentBody('/planwright run', second, { labels: [], body })));
    }
    desk.world.files = { own: 'labl: x\n', organisation: null };
    await desk.deliver(event(commentBody('/planwright run', 2, { labels: [] })));
    await desk.deliver(event(issueBody('edited', 3, { labels: [] })));
    expect(await desk.run()).toBeNull();
    const texts = (await desk.effects()).flatMap((each) => (each.kind === 'show_plan' ? [each.text] : []));
    expect(texts).toHaveLength(3);
    for (const text of texts) expect(text).toContain(', then write `/planwright run` again.');
  });

  it('does not start by the edit of somebody without permission', async () => {
    await desk.deliver(event(issueBody('opened', 0, { body: bad })));
    const before = await desk.everything();
    await desk.deliver(event(issueBody('edited', 1), by('mallory')));
    expect(await desk.everything()).toBe(before);
  });

  it('is answered however many there are, in the settings and in the plan', async () => {
    const own = Array.from({ length: 900 }, (_, at) => `unknown_${at}: ${'x'.repeat(40)}\n`).join('');
    const tasks = Array.from({ length: 900 }, (_, at) => `- [ ] t${at}: Parse (after nothing${at})\n`).join('');
    desk.world.files = { own, organisation: null };
    await desk.deliver(event(issueBody('opened', 0, { body: `## Tasks\n${tasks}` })));
    const [effect] = await desk.effects();
    const text = effect?.kind === 'show_plan' ? effect.text : '';
    expect(text).toContain('unknown_0');
    expect(text).toContain('nothing0');
    expect(text).toMatch(/^- and \d+ more$/m);
    expect(text.length).toBeLessThanOrEqual(65_000);
  });

  it('may be one of the settings', async () => {
    desk.world.files = { own: 'agents:\n  coder: { provder: x }\n', organisation: null };
    await desk.deliver(event(issueBody('opened')));
    expect(await desk.run()).toBeNull();
    expect(await desk.effects()).toMatchObject([
      { kind: 'show_plan', text: expect.stringContaining('Did you mean `provider`?') },
    ]);
  });

  it('may be that the settings do not say who may command, which everybody is told who may write', async () => {
    desk.world.files = { own: 'command-permission: [', organisation: null };
    desk.world.writers.add('bob');
    await desk.deliver(event(issueBody('labeled', 1), by('mallory')));
    expect(await desk.effects()).toEqual([]);
    await desk.deliver(event(issueBody('labeled', 2), by('bob')));
    expect(await desk.effects()).toMatchObject([
      {
        kind: 'show_plan',
        issue: 40,
        text: expect.stringMatching(/only admins may command here.*edit the issue.*line 1/s),
      },
    ]);
    expect(await desk.run()).toBeNull();
    // One that says who may is kept to.
    desk.world.files = { own: 'command-permission: admin\nlabl: x\n', organisation: null };
    await desk.deliver(event(issueBody('labeled', 3), by('bob')));
    expect(await desk.effects()).toHaveLength(1);
    // What was only told keeps nothing older from counting, and is mended by whoever may write.
    desk.world.files = { own: null, organisation: null };
    await desk.deliver(event(issueBody('edited', 1), by('bob')));
    expect(await desk.run()).toMatchObject({ state: 'pending', owner: 'bob' });
  });

  it('may be that nothing is left to do', async () => {
    await desk.deliver(event(issueBody('opened', 0, { body: PLAN.replaceAll('[ ]', '[x]') })));
    expect(await desk.run()).toBeNull();
    expect(await desk.effects()).toMatchObject([{ kind: 'show_plan', text: expect.stringContaining('Nothing to do') }]);
  });
});

describe('a run', () => {
  beforeEach(async () => {
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.settle();
  });

  it('pauses when its issue is closed or loses the label, and goes on when that is taken back', async () => {
    for (const [second, away, back, code] of [
      [1, 'closed', 'reopened', 'issue_closed'],
      [3, 'unlabeled', 'labeled', 'issue_unlabelled'],
      [5, 'closed', 'labeled', 'issue_closed'],
    ] as const) {
      await desk.deliver(event(issueBody(away, second)));
      expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code } });
      await desk.deliver(event(issueBody(back, second + 1)));
      expect(await desk.run()).toMatchObject({ state: 'running' });
    }
  });

  it('stays unlabelled when its issue is only reopened', async () => {
    await desk.deliver(event(issueBody('unlabeled', 1)));
    await desk.deliver(event(issueBody('reopened', 2, { labels: [] })));
    expect(await desk.run()).toMatchObject({ state: 'paused' });
  });

  it.each(['app_removed', 'app_suspended', 'app_out_of_reach', 'integration_deleted', 'integration_rewritten'])(
    'that something broken paused (%s) goes on by the command alone',
    async (code) => {
      const reason = JSON.stringify({ code, message: 'Broken.' });
      await desk.overwrite(`UPDATE runs SET state = 'paused', reason = '${reason}'`);
      await desk.deliver(event(issueBody('reopened', 1)));
      await desk.deliver(event(issueBody('labeled', 2)));
      await desk.settle();
      expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code } });
      await desk.deliver(event(commentBody('/planwright resume', 3)));
      await desk.settle();
      expect(await desk.run()).toMatchObject({ state: 'running' });
    },
  );

  it('is not touched by other labels, bots, and our own closing', async () => {
    const before = await desk.everything();
    await desk.deliver(event({ ...issueBody('unlabeled', 1), label: 'bug' } as ReturnType<typeof issueBody>));
    await desk.deliver(event(issueBody('closed', 2), by('dependabot[bot]', true)));
    await desk.deliver(event(issueBody('closed', 3), by('planwright[bot]', true)));
    expect(await desk.everything()).toBe(before);
  });

  it('that has not begun pauses as soon as it has', async () => {
    await desk.deliver(event(issueBody('labeled', 0, { number: 50 })));
    await desk.deliver(event(issueBody('closed', 1, { number: 50 })));
    expect(await desk.run(50)).toMatchObject({ state: 'pending' });
    await desk.settle();
    desk.outage(2_000);
    await desk.settle();
    expect(await desk.run(50)).toMatchObject({ state: 'paused', reason: { code: 'issue_closed' } });
  });

  it('follows its plan when the issue is edited, once', async () => {
    const edited = event(issueBody('edited', 4, { body: `${PLAN}- [ ] more: And this\n` }));
    await desk.deliver(edited);
    await desk.deliver(edited);
    expect((await desk.events()).filter((kind) => kind === 'plan_edited')).toHaveLength(1);
    expect(await desk.run()).toMatchObject({ sequence: 1, state: 'running' });
  });

  it('is found again when its repository was renamed', async () => {
    const renamed = { ...NAMES, name: 'acme/site', cloneUrl: 'https://github.com/acme/site.git' };
    await desk.deliver(event(issueBody('closed', 1), { repository: renamed }));
    expect(await desk.run()).toMatchObject({ state: 'paused' });
    expect(await desk.deps.store.read.repositoryByGitHubId(77)).toMatchObject({ name: 'acme/site' });
    const another = { ...NAMES, id: 78 };
    await desk.deliver(event(issueBody('closed', 2), { repository: { ...NAMES } }));
    await desk.deliver(event(issueBody('labeled', 1), { repository: another }));
    expect(await desk.deps.store.read.repositoryByGitHubId(78)).toMatchObject({ name: 'acme/web' });
  });
});
