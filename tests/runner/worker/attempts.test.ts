import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import { filesOf, git } from '../../support/git_repository.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { carryOutOn, conversationOf, stageWithRunner } from './carried_out.ts';
import { commitAt, type RequestChanges } from './runner_fixture.ts';

const stage = stageWithRunner();

const carryOut = (changes: RequestChanges) => carryOutOn(stage(), changes);

function agentOf(provider: string) {
  const prompt = [{ title: '', text: 'x' }];
  return { kind: 'agent', agent: provider, provider, model: null, role: 'coder', prompt } as const;
}

describe('an attempt', () => {
  it('commits what the agent did, verifies it and pushes it to its ref', async () => {
    const { request, outcome, log } = await carryOut({
      script: 'echo new > src/b.txt; rm README.md; echo working on it; echo all done',
      setup: [['true']],
      verify: [['test', '-f', 'src/b.txt']],
    });
    expect(outcome).toMatchObject({ kind: 'succeeded', changedFiles: 2, insertions: 1, deletions: 1 });
    expect(outcome.summary).toBe('working on it\nall done');
    const commit = await commitAt(stage(), request.attemptRef);
    expect(outcome.commit).toBe(commit);
    expect(await filesOf(stage().repository, request.attemptRef)).toEqual([
      '100644 src/a.txt: a',
      '100644 src/b.txt: new',
    ]);
    expect(await git(stage().repository, 'log', '-1', '--format=%an|%cn|%P|%B', request.attemptRef)).toBe(
      `script|Planwright|${stage().base}|feat(parser): parse dates`,
    );
    expect(outcome.evidence).toMatchObject([
      { step: 'setup', argv: ['true'], end: { kind: 'exited', exitCode: 0 }, commit: null },
      { step: 'verify', argv: ['test', '-f', 'src/b.txt'], end: { kind: 'exited', exitCode: 0 }, commit },
    ]);
    expect(await stage().service.started(request.attempt)).toMatchObject({
      base: stage().base,
      startCommit: stage().base,
    });
    expect(log).toContain('$ test -f src/b.txt\n[exit 0 in ');
    expect(log).toContain('working on it\nall done\n');
    expect(log).toMatch(/^sandbox: /);
  });

  it('has a conversation: what the agent was asked, what it said, and how that ended', async () => {
    const { request } = await carryOut({ script: 'echo x > x; echo "the key is $SCRIPT_KEY"' });
    expect(conversationOf(stage().service, request.attempt)).toEqual([
      { at: expect.any(Number), kind: 'prompt', text: '# Task\n\necho x > x; echo "the key is $SCRIPT_KEY"\n' },
      { at: expect.any(Number), kind: 'message', text: 'the key is [secret]' },
      { at: expect.any(Number), kind: 'ended', outcome: 'done', message: '' },
    ]);
  });

  it('gives the agent its own key and the task its environment, and nothing else of the runner', async () => {
    const { log, outcome } = await carryOut({
      script: 'env; cat "$PLANWRIGHT_INPUTS"; test -w "$HOME" && test -w "$TMPDIR" && echo writable; echo x > x',
      inputs: [
        { task: 'docs', title: 'Docs', state: 'succeeded', summary: 'done', outputs: { url: 'here' }, commit: null },
      ],
      verify: [['sh', '-c', 'echo changed: $(cat "$PLANWRIGHT_CHANGED"); echo key: $SCRIPT_KEY.']],
    });
    // It has the key, and what it says of it does not leave the runner.
    expect(log).toContain(`SCRIPT_KEY=${'*'.repeat('key-of-the-agent'.length)}\n`);
    expect(outcome.summary).toContain('SCRIPT_KEY=[secret]\n');
    expect(JSON.stringify(outcome)).not.toContain('key-of-the-agent');
    expect(log).toContain(`PLANWRIGHT_BASE=${stage().base}`);
    expect(log).toContain('PLANWRIGHT_TASK=parser\n');
    expect(log).toContain('PLANWRIGHT_ATTEMPT=1\n');
    expect(log).toContain('PLANWRIGHT_ISSUE=dates\n');
    expect(log).toContain('"url": "here"');
    expect(log).toContain('\nwritable\n');
    expect(log).toContain('changed: x\nkey: .\n');
    expect(log).not.toContain('RUNNER_TOKEN');
    expect(log).not.toContain(stage().service.token);
  });

  it('verifies by path what has changed, and says what it was not needed for', async () => {
    const { outcome } = await carryOut({
      shell: 'mkdir docs && echo x > docs/.hidden',
      verify: [['true']],
      verifyByPath: [
        { when: ['src/**', 'README.md'], argv: ['false'] },
        { when: ['*.txt', 'docs/**'], argv: ['test', '-f', 'docs/.hidden'] },
      ],
    });
    expect(outcome.kind).toBe('succeeded');
    expect(outcome.evidence.filter(({ step }) => step === 'verify')).toMatchObject([
      { argv: ['false'], when: ['src/**', 'README.md'], end: { kind: 'not_needed' }, commit: outcome.commit },
      { argv: ['true'], end: { kind: 'exited', exitCode: 0 } },
      { argv: ['test', '-f', 'docs/.hidden'], when: ['*.txt', 'docs/**'], end: { kind: 'exited', exitCode: 0 } },
    ]);
    const failing = await carryOut({ shell: 'echo > b.txt', verifyByPath: [{ when: ['*.txt'], argv: ['false'] }] });
    expect(failing.outcome).toMatchObject({ kind: 'failed', class: 'verification' });
  });

  it('fails by verification with the evidence, and the next one goes on from its commit', async () => {
    const first = await carryOut({
      shell: 'echo 1 > count',
      verify: [['sh', '-c', 'echo dirt > README.md; grep 2 count']],
    });
    expect(first.outcome).toMatchObject({ kind: 'failed', class: 'verification' });
    expect(first.outcome.evidence.at(-1)).toMatchObject({ step: 'verify', end: { kind: 'exited', exitCode: 1 } });
    expect(await filesOf(stage().repository, first.request.attemptRef)).toContain('100644 README.md: start');
    const commit = first.outcome.commit ?? '';
    const second = await carryOut({
      shell: 'echo 2 >> count',
      verify: [['grep', '2', 'count']],
      startingPoint: { continueFrom: { commit, base: stage().base } },
    });
    expect(second.outcome).toMatchObject({ kind: 'succeeded', insertions: 2 });
    expect(await stage().service.started(second.request.attempt)).toMatchObject({
      base: stage().base,
      startCommit: commit,
    });
    expect(await git(stage().repository, 'log', '-1', '--format=%P', second.request.attemptRef)).toBe(commit);
  });

  it('verifies what was committed, with nothing in git that the agent planted', async () => {
    const { outcome } = await carryOut({
      shell: [
        'echo 1 > kept; git add .; git commit -q -m mine; git stash list',
        'git config alias.status "!echo planted"; git config planted.by agent',
        'echo "exit 1" > .git/hooks/pre-commit; echo kept > .git/info/exclude; git update-ref refs/heads/planted HEAD',
      ].join('\n'),
      verify: [
        ['sh', '-c', 'test -z "$(git config planted.by)$(git config alias.status)"'],
        ['sh', '-c', 'test ! -e .git/hooks/pre-commit && ! git rev-parse --verify -q refs/heads/planted'],
        ['sh', '-c', 'test -z "$(git status --porcelain)" && git log -1 --format="head %H"'],
      ],
    });
    expect(outcome.kind).toBe('succeeded');
    expect(outcome.evidence.at(-1)?.outputTail).toBe(`head ${outcome.commit}\n`);
  });

  it('keeps the task branch as a second parent, once', async () => {
    const before = await carryOut({ shell: 'echo old > old' });
    const alsoParent = before.outcome.commit ?? '';
    const { request } = await carryOut({ shell: 'echo new > new', startingPoint: { alsoParent } });
    expect(await git(stage().repository, 'log', '-1', '--format=%P', request.attemptRef)).toBe(
      `${stage().base} ${alsoParent}`,
    );
    const later = await carryOut({
      shell: 'echo newer > new',
      startingPoint: { alsoParent, continueFrom: { commit: alsoParent, base: stage().base } },
    });
    expect(await git(stage().repository, 'log', '-1', '--format=%P', later.request.attemptRef)).toBe(alsoParent);
  });

  it('says that nothing was changed, unless that is allowed or an output was given', async () => {
    const nothing = await carryOut({ shell: 'true' });
    expect(nothing.outcome).toMatchObject({ kind: 'failed', class: 'no_change', commit: null });
    const allowed = await carryOut({ shell: 'true', allowNoChange: true, verify: [['true']] });
    expect(allowed.outcome, JSON.stringify(allowed.outcome)).toMatchObject({ kind: 'succeeded', commit: null });
    const output = await carryOut({ shell: 'echo version=1.2 > "$PLANWRIGHT_OUTPUT"' });
    expect(output.outcome).toMatchObject({ kind: 'succeeded', commit: null, outputs: { version: '1.2' } });
    expect(await commitAt(stage(), nothing.request.attemptRef)).toBeUndefined();
  });

  it('offers planwright-tool', async () => {
    const { request, outcome } = await carryOut({
      script: `set -e
        echo 1 > one; planwright-tool commit 'feat: one, fixes #12 for @ada'
        planwright-tool output answer '4 2'
        planwright-tool plan | grep 'Parse dates'
        echo 2 > two; planwright-tool progress nearly there`,
    });
    expect(outcome).toMatchObject({ kind: 'succeeded', outputs: { answer: '4 2' }, changedFiles: 2 });
    expect(await git(stage().repository, 'log', '--format=%s', request.attemptRef)).toBe(
      'feat(parser): parse dates\nfeat: one, fixes #\u200B12 for @\u200Bada\nchore: start',
    );
  });

  it('names a required output that is missing', async () => {
    const { outcome } = await carryOut({ shell: 'echo 1 > one', requiredOutputs: ['url', 'version'] });
    expect(outcome).toMatchObject({ kind: 'failed', class: 'verification' });
    expect(outcome).toHaveProperty('message', 'the task did not give its output `url`, `version`');
  });

  it('refuses an output file that was replaced by a link', async () => {
    const { outcome } = await carryOut({
      shell: 'rm "$PLANWRIGHT_OUTPUT"; ln -s /etc/passwd "$PLANWRIGHT_OUTPUT"; echo 1 > one',
    });
    expect(outcome).toMatchObject({ kind: 'failed', class: 'agent_error', outputs: {} });
    expect(outcome.commit).not.toBeNull();
  });

  it('verifies a clean checkout after its setup where asked', async () => {
    const { outcome } = await carryOut({
      shell: 'echo 1 > kept; echo 1 > ignored; echo ignored > .gitignore; touch "$HOME/planted" "$TMPDIR/planted"',
      setup: [['sh', '-c', 'echo setup ran']],
      verify: [
        ['sh', '-c', 'test -f kept && test ! -e ignored && test ! -e "$HOME/planted" && test ! -e "$TMPDIR/planted"'],
      ],
      verifyIn: 'clean',
    });
    expect(outcome.evidence.map(({ step, end }) => [step, end])).toEqual([
      ['setup', { kind: 'exited', exitCode: 0 }],
      ['run', { kind: 'exited', exitCode: 0 }],
      ['setup', { kind: 'exited', exitCode: 0 }],
      ['verify', { kind: 'exited', exitCode: 0 }],
    ]);
    expect(outcome.kind).toBe('succeeded');
  });

  it('only verifies where that is the work', async () => {
    const { outcome } = await carryOut({
      work: { kind: 'verification' },
      setup: [['sh', '-c', 'echo x > built']],
      verify: [['test', '-f', 'built']],
    });
    expect(outcome, JSON.stringify(outcome)).toMatchObject({ kind: 'succeeded', commit: null, changedFiles: 0 });
  });

  it('keeps nothing of what is changed where that counts for nothing', async () => {
    const script =
      'echo mine > README.md; planwright-tool commit step || echo refused; planwright-tool output answer keep';
    const { request, outcome } = await carryOut({ script, readOnly: true, allowNoChange: true });
    expect(outcome, JSON.stringify(outcome)).toMatchObject({
      kind: 'succeeded',
      commit: null,
      changedFiles: 0,
      outputs: { answer: 'keep' },
    });
    expect(await commitAt(stage(), request.attemptRef)).toBeUndefined();
    const failed = await carryOut({ script: 'echo mine > README.md; exit 3', readOnly: true });
    expect(failed.outcome).toMatchObject({ kind: 'failed', commit: null });
    expect(await commitAt(stage(), failed.request.attemptRef)).toBeUndefined();
  });

  it('verifies what people pushed at the head of the branch, with what it must contain, and changes nothing', async () => {
    const branch = 'planwright/dates/parser';
    await git(stage().repository, 'branch', branch, stage().base);
    const pushed = await git(
      stage().repository,
      'commit-tree',
      '-p',
      stage().base,
      '-m',
      'by hand',
      `${stage().base}^{tree}`,
    );
    await git(stage().repository, 'update-ref', `refs/heads/${branch}`, pushed);
    const { request, outcome } = await carryOut({
      work: { kind: 'verification' },
      verify: [['sh', '-c', 'echo dirt > README.md; git rev-parse HEAD']],
      startingPoint: { ref: `refs/heads/${branch}`, mustContain: [pushed] },
    });
    expect(outcome).toMatchObject({ kind: 'succeeded', commit: null });
    expect(outcome.evidence).toMatchObject([{ step: 'verify', commit: pushed }]);
    expect(await stage().service.started(request.attempt)).toMatchObject({ base: pushed, startCommit: pushed });
    expect(await commitAt(stage(), `refs/heads/${branch}`)).toBe(pushed);
    expect(await commitAt(stage(), request.attemptRef)).toBeUndefined();
  });

  it.each([
    [
      'an agent that fails',
      { script: 'echo half > half; echo sorry >&2; exit 3' },
      'agent_error',
      'exit code 3: sorry',
      'agent by script',
    ],
    ['a command that fails', { shell: 'exit 4' }, 'agent_error', 'exit 4', 'command'],
    ['a setup that fails', { setup: [['false']], shell: 'true' }, 'setup', 'setup: `false` exit 1', 'setup'],
    [
      'an agent that it does not have',
      { work: agentOf('nobody') },
      'refused',
      'no provider nobody; it has script, counter, missing, still',
      'start_agent by nobody',
    ],
    [
      'an agent whose program is missing',
      { work: agentOf('missing') },
      'refused',
      'agent missing did not start',
      'start_agent by missing',
    ],
    ['a nested repository', { shell: 'git init -q nested && echo 1 > nested/file' }, 'agent_error', 'nested', 'commit'],
    ['a verification that fails', { shell: 'echo 1 > file', verify: [['false']] }, 'verification', 'false', 'verify'],
    [
      'a branch that is gone',
      { startingPoint: { ref: 'refs/heads/gone' }, shell: 'true' },
      'transient',
      'gone',
      'prepare',
    ],
  ] satisfies [string, RequestChanges, string, string, string][])(
    'reports %s, with what it was doing and which agent itself failed',
    async (_name, changes, failureClass, message, where) => {
      const { outcome } = await carryOut(changes);
      expect(outcome).toMatchObject({ kind: 'failed', class: failureClass, message: expect.stringContaining(message) });
      const { action, failedProvider } = outcome as Extract<Outcome, { kind: 'failed' }>;
      expect(failedProvider === undefined ? action : `${action} by ${failedProvider}`).toBe(where);
    },
  );

  it('times out a step and the whole, naming what it was at, and saves the work', async () => {
    const step = await carryOut({ shell: 'echo 1 > one', verify: [['sleep', '60']], limits: { stepTimeoutMs: 300 } });
    expect(step.outcome).toMatchObject({ kind: 'timed_out', message: 'verify: `sleep 60` took longer than 0.3s' });
    const whole = await carryOut({ shell: 'echo 1 > one; exec sleep 60', limits: { timeoutMs: 5_000 } });
    expect(whole.outcome).toMatchObject({
      kind: 'timed_out',
      message: expect.stringContaining("sh -c 'echo 1 > one; exec sleep 60'"),
    });
    expect(await filesOf(stage().repository, whole.request.attemptRef)).toContain('100644 one: 1');
  });

  it('ends an agent that stands still, and keeps its work', async () => {
    const { outcome, request } = await carryOut({
      work: agentOf('still'),
      limits: { idleMs: 1_500 },
    });
    expect(outcome).toMatchObject({
      kind: 'failed',
      class: 'idle',
      message: 'agent still did and said nothing for 1.5s',
      action: 'agent',
      failedProvider: 'still',
      commit: expect.any(String),
    });
    expect(await filesOf(stage().repository, request.attemptRef)).toContain('100644 half: half');
  });

  it('cannot tell of an agent that only writes text whether it stands still', async () => {
    const { outcome } = await carryOut({ script: 'echo 1 > one', limits: { idleMs: 1 } });
    expect(outcome).toMatchObject({ kind: 'succeeded' });
  });

  it('keeps head and tail of a log that the service cannot take in time', async () => {
    const { log } = await carryOut({
      shell: 'head -c 9000000 /dev/zero | tr "\\0" x; echo; echo the end; echo 1 > one',
      limits: { logHeadBytes: 1_000, logTailBytes: 5_000 },
    });
    expect(log).toMatch(/\[cut \d+ bytes\]/);
    expect(log).toContain('the end\n');
  });
});

describeWithBubblewrap('an attempt in the sandbox', () => {
  it('verifies without write access to git', async () => {
    const { outcome, log } = await carryOut({
      shell: 'echo 1 > kept; git config own.key value && echo "the agent may"',
      verify: [
        ['sh', '-c', 'git config own.key value || touch .git/planted || rm .git/HEAD || mv .git git || echo held'],
      ],
    });
    expect(outcome.kind).toBe('succeeded');
    expect(log).toContain('the agent may\n');
    expect(log).toContain('\nheld\n');
  });
});
