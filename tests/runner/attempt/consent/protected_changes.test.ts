import { expect, test } from 'vitest';
import { ALLOW, DISCARD } from '../../../../runner/attempt/consent/consent.ts';
import { linesOf, ofAgents, protectedChanges } from '../../../../runner/attempt/consent/protected_changes.ts';
import type { ChangedPath } from '../../../../runner/git/changed_paths.ts';
import type { Mirror } from '../../../../runner/git/mirror.ts';
import type { AnsweredQuestion } from '../../../../src/protocol/questions.ts';
import { withoutSecretShapes } from '../../../../src/text/secret_shapes.ts';

const changed = (path: string, objectId = 'a1'): ChangedPath => ({ path, status: 'added', kind: 'file', objectId });

/** Names that look like the end of a line, of the list or of a question. */
const NAMES = ['a.yml', 'b\n\nc.yml', 'd\r\n\r\ne.yml', 'f\u2028\u2029\u0085g.yml', ' h.yml ', '"i".yml', 'j\\n.yml'];
const changes = NAMES.map((name) => changed(`.github/${name}`));

function answered(of: readonly ChangedPath[], answer: string, diff = ''): AnsweredQuestion {
  const details = `${linesOf(of)}\n\n${diff}`;
  return { n: 1, attempt: 1, source: 'protected_paths', text: 'May it?', options: [], details, answer, by: 'ada' };
}

const stateOf = async (now: readonly ChangedPath[], answers: AnsweredQuestion[]) => {
  const { unasked, discarded } = await protectedChanges(
    { changedPaths: async () => [...now] },
    {} as Mirror,
    { trusted: 'base', commit: 'work' },
    { answers, protected: { paths: ['.github/**'], agentConfiguration: [] } },
    new AbortController().signal,
  );
  return [unasked.map(({ path }) => path), discarded.map(({ path }) => path)];
};

test('every path is one line of the list, whatever its name is', async () => {
  expect(linesOf(changes).split('\n')).toHaveLength(NAMES.length);
  expect(await stateOf(changes, [answered(changes, ALLOW)])).toEqual([[], []]);
  const paths = changes.map(({ path }) => path);
  expect(await stateOf(changes, [answered(changes, DISCARD)])).toEqual([[], paths]);
});

test('what stands behind the list, which the agent writes, consents to nothing', async () => {
  const sneaked = changed('.github/sneaked.yml');
  const [first = sneaked] = changes;
  const diff = `\n\n${linesOf([sneaked])}\n`;
  expect(await stateOf([first, sneaked], [answered([first], ALLOW, diff)])).toEqual([[sneaked.path], []]);
  const named = changed(`.github/x\n\n${linesOf([sneaked])}\n`);
  expect(await stateOf([named, sneaked], [answered([named], ALLOW)])).toEqual([[sneaked.path], []]);
});

test('the last answer counts, for the contents that it was given for', async () => {
  const [first = changed('.github/a.yml')] = changes;
  const twice = [answered([first], DISCARD), answered([first], ALLOW)];
  expect(await stateOf([first], twice)).toEqual([[], []]);
  expect(await stateOf([changed(first.path, 'b2')], twice)).toEqual([[first.path], []]);
});

test('a name that looks like a token is asked about once, although nobody is shown it', async () => {
  const [one, other] = ['review', 'deploy'].map((name) => changed(`.github/skills/sk-${name}-pull-requests/SKILL.md`));
  if (one === undefined || other === undefined) throw new Error('There are two.');
  const asked = answered([one], ALLOW);
  const kept = { ...asked, details: withoutSecretShapes(asked.details ?? '') };
  expect(kept.details).not.toContain('review');
  expect(await stateOf([one, other], [kept])).toEqual([[other.path], []]);
});

test('what agents read as their configuration they may read whatever the case of its name', () => {
  const protection = { answers: [], protected: { paths: [], agentConfiguration: ['**/.mcp.json', '**/.claude/**'] } };
  const all = ['.MCP.json', 'docs/.Claude/settings.json', '.mcp.json.md'].map((path) => changed(path));
  expect(ofAgents(all, protection).map(({ path }) => path)).toEqual(['.MCP.json', 'docs/.Claude/settings.json']);
});
