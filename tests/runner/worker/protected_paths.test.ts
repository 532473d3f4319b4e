import { expect, it } from 'vitest';
import { filesOf, git } from '../../support/git_repository.ts';
import { answered, type Carried, carryOutOn, stageWithRunner } from './carried_out.ts';
import type { RequestChanges } from './runner_fixture.ts';

const stage = stageWithRunner();

const carryOut = (changes: RequestChanges) => carryOutOn(stage(), changes);
const goOnFrom = ({ outcome }: Carried) => ({ continueFrom: { commit: outcome.commit ?? '', base: stage().base } });

const WRITE = 'mkdir -p .GitHub/workflows; echo "run: evil" > .GitHub/workflows/ci.yml; echo work > work.txt';

it('a protected change ends the attempt with a question that shows it, before anything is verified', async () => {
  const { outcome, asked, request, log } = await carryOut({ script: WRITE, verify: [['touch', 'never']] });
  expect(outcome).toMatchObject({
    kind: 'blocked',
    message: 'Q1 asks whether `.GitHub/workflows/ci.yml` (added) may be changed',
    evidence: [],
  });
  expect(asked).toMatchObject([{ source: 'protected_paths', options: ['allow', 'discard'], onlyOptions: false }]);
  const [list, diff] = asked[0]?.details?.split('\n\n') ?? [];
  expect(list).toMatch(/^added file [0-9a-f]{40} "\.GitHub\/workflows\/ci\.yml"$/);
  expect(diff).toContain('+run: evil');
  expect(diff).not.toContain('work.txt');
  expect(await filesOf(stage().repository, request.attemptRef)).toContain('100644 work.txt: work');
  expect(log).not.toContain('touch never');
});

it('a change is shown to its end, whatever characters are in it', async () => {
  const script = String.raw`mkdir .github; { seq 2000; printf 'a\000b\nrun: evil\n'; } > .github/ci.yml`;
  const { asked } = await carryOut({ script });
  expect(asked.map(({ details }) => details)).toEqual([expect.stringContaining('+a␀b\n+run: evil')]);
});

it('what was allowed is let through with these contents, and any others are asked about again', async () => {
  const first = await carryOut({ script: WRITE });
  const next = { answers: answered(first, 'allow'), startingPoint: goOnFrom(first), allowNoChange: true };
  const same = await carryOut({ ...next, script: 'test -f .GitHub/workflows/ci.yml && echo more > more.txt' });
  expect(same).toMatchObject({ outcome: { kind: 'succeeded' }, asked: [] });
  const other = await carryOut({ ...next, script: 'echo "run: worse" > .GitHub/workflows/ci.yml' });
  expect(other.outcome.kind).toBe('blocked');
  expect(other.asked[0]?.details).toContain('+run: worse');
});

it.each(['discard', 'No, use the Makefile.'])(
  'what is answered with %j is put back, and its history is left out',
  async (words) => {
    const first = await carryOut({ script: `${WRITE}; echo changed > README.md` });
    const next = { answers: answered(first, words), startingPoint: goOnFrom(first) };
    const second = await carryOut({
      ...next,
      script: 'test ! -e .GitHub && test -z "$(git status --short)" && cat work.txt README.md && echo x > x.txt',
    });
    expect(second.outcome.kind).toBe('succeeded');
    expect(second.log).toContain('work\nchanged\n');
    expect(second.log).toContain('put back to what they were: ".GitHub/workflows/ci.yml"');
    const { attemptRef } = second.request;
    expect((await filesOf(stage().repository, attemptRef)).join()).not.toContain('workflows');
    expect(await git(stage().repository, 'log', '--format=%s', attemptRef, '--', '.GitHub')).toBe('');
  },
);

it('who makes the discarded change again has failed; a command, for good', async () => {
  const first = await carryOut({ script: WRITE });
  const answers = answered(first, 'discard');
  const again = await carryOut({ answers, startingPoint: goOnFrom(first), script: WRITE });
  expect(again).toMatchObject({ outcome: { kind: 'failed', class: 'verification' }, asked: [] });
  const command = await carryOut({ answers, shell: WRITE });
  expect(command.outcome).toMatchObject({ kind: 'failed', class: 'refused' });
});

it('deleting, making executable and linking are changes too', async () => {
  const shell = 'mkdir -p .github && ln -s /etc/passwd .github/CODEOWNERS && mkdir -p sub && ln -s ../src sub/.claude';
  const { asked } = await carryOut({ shell });
  expect(asked[0]?.details?.split('\n\n')[0]).toMatch(
    /^added symlink \S+ "\.github\/CODEOWNERS"\nadded symlink \S+ "sub\/\.claude"$/,
  );
});

it('no agent reads configuration that an earlier attempt wrote and nobody was asked about', async () => {
  const write = `mkdir .claude sub && echo '{"hooks":1}' > .claude/settings.json && echo {} > sub/.mcp.json && echo half > half.txt; ${WRITE}`;
  const first = await carryOut({ script: `${write}; exit 3` });
  expect(first.outcome).toMatchObject({ kind: 'failed', class: 'agent_error' });
  const second = await carryOut({
    startingPoint: goOnFrom(first),
    script: 'test ! -e .claude && test ! -e sub/.mcp.json && test -f half.txt && rm -r .GitHub && echo done > half.txt',
  });
  expect(second.outcome.kind).toBe('succeeded');
  expect(second.log).toContain('put back to what they were: ".claude/settings.json", "sub/.mcp.json"');
});

it('what people pushed is theirs', async () => {
  const first = await carryOut({ script: `mkdir .claude && echo mine > .claude/settings.json; ${WRITE}` });
  const commit = first.outcome.commit ?? '';
  const startingPoint = { ...goOnFrom(first), trusted: commit };
  const second = await carryOut({ startingPoint, script: 'cat .claude/settings.json; echo x > x.txt' });
  expect(second).toMatchObject({ outcome: { kind: 'succeeded' }, asked: [] });
  expect(second.log).toContain('mine\n');
});

it('more than can be asked about is refused', async () => {
  const { outcome } = await carryOut({
    shell: 'mkdir -p .github/a; for n in $(seq 600); do echo $n > .github/a/$n.yml; done',
  });
  expect(outcome).toMatchObject({ kind: 'failed', class: 'agent_error' });
});
