import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { filesOf } from '../../support/git_repository.ts';
import { endRunner, requestOn, runHere, type Stage, type StartedRunner, setStage } from './runner_fixture.ts';

/**
 * Speaks like Claude Code and remembers its prompts in its HOME, under the id of the conversation. What it remembers goes to the
 * file `said`; it costs a dollar a prompt, and tells the sum.
 */
const REMEMBERING = `
while [ $# -gt 0 ]; do
  case "$1" in --session-id) id=$2; shift;; --resume) id=$2; old=yes; shift;; esac
  shift
done
if [ "$old" = yes ] && [ ! -f "$HOME/$id" ]; then echo "No conversation found with session ID: $id" >&2; exit 1; fi
read -r prompt
printf '%s\\n' "$prompt" >> "$HOME/$id"
cp "$HOME/$id" said
cp "$HOME/.login" login
sum=$(($(wc -l < "$HOME/$id")))
echo "{\\"type\\":\\"system\\",\\"subtype\\":\\"init\\",\\"session_id\\":\\"$id\\"}"
usage='{"input_tokens":100,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":10}'
echo "{\\"type\\":\\"result\\",\\"subtype\\":\\"success\\",\\"is_error\\":false,\\"result\\":\\"done\\",\\"total_cost_usd\\":$sum,\\"usage\\":$usage}"
`;

let stage: Stage;
let runner: StartedRunner;
beforeAll(async () => {
  stage = await setStage();
  await writeFile(join(stage.scratch.path, 'remembering.sh'), REMEMBERING);
  await writeFile(
    stage.runnerFile,
    'providers:\n  remembering: { command: [sh, remembering.sh], transport: claude-code, home: [.login] }\nsandbox: auto\n',
  );
  await writeFile(join(stage.scratch.path, '.login'), 'the login of somebody');
  runner = runHere(stage, {}, { HOME: stage.scratch.path });
});
afterAll(async () => {
  expect(await endRunner(runner)).toBe(0);
  expect(stage.service.complaints).toEqual([]);
  await stage.close();
});

type Resume = NonNullable<Extract<ExecutionRequest['work'], { kind: 'agent' }>['resume']>;

/** Has the agent do a task, which is the same where `like` is given. */
async function carryOut({ like, session }: { like?: ExecutionRequest; session?: Resume['session'] }) {
  const part = (text: string) => [{ title: '', text }];
  const request = requestOn(stage, {
    ...(like === undefined ? {} : { run: like.run, task: like.task, number: like.number + 1 }),
    // Neither what comes before the agent nor what comes after it has what the agent is lent.
    setup: [['sh', '-c', 'test ! -e "$HOME/.login"']],
    verify: [['sh', '-c', 'test ! -e "$HOME/.login" && grep -q somebody login']],
    work: {
      kind: 'agent',
      agent: 'coder',
      provider: 'remembering',
      model: null,
      role: 'coder',
      prompt: part('the whole prompt'),
      ...(session === undefined ? {} : { resume: { session, prompt: part('what is new') } }),
    },
  });
  stage.service.offer(request);
  const outcome = await stage.service.outcome(request.attempt);
  expect(outcome).toMatchObject({ kind: 'succeeded' });
  const said = (await filesOf(stage.repository, request.attemptRef)).find((file) => file.includes(' said: ')) ?? '';
  return { request, said, sessions: stage.service.sessions(request.attempt) };
}

const used = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null };

describe('the conversation of an agent', () => {
  it('is reported before the agent is asked anything, and with what it has used when it ends', async () => {
    const { request, sessions } = await carryOut({});
    expect(sessions).toEqual([
      { id: request.attempt, used },
      { id: request.attempt, used: { inputTokens: 100, cachedTokens: 0, outputTokens: 10, costUsd: 1 } },
    ]);
  });

  it('goes on in the next attempt of the task, which is told what is new', async () => {
    const first = await carryOut({});
    const second = await carryOut({ like: first.request, session: first.sessions.at(-1) as Resume['session'] });
    expect(second.said).toContain('the whole prompt');
    expect(second.said).toContain('what is new');
    expect(second.sessions.at(-1)).toEqual({
      id: first.request.attempt,
      used: { inputTokens: 200, cachedTokens: 0, outputTokens: 20, costUsd: 2 },
    });
  });

  it('begins anew with the whole prompt where the agent has lost it', async () => {
    const first = await carryOut({});
    const session = { id: '0e4c2f4e-8d8c-4f5a-9b3c-6f0a5a3e9c11', used };
    const second = await carryOut({ like: first.request, session });
    expect(second.said).toContain('the whole prompt');
    expect(second.said).not.toContain('what is new');
    expect(second.sessions.at(-1)).toMatchObject({ id: second.request.attempt, used: { inputTokens: 100 } });
  });

  it('begins anew where its HOME is gone, without asking for it', async () => {
    const first = await carryOut({});
    const runners = join(stage.workDir, 'runners');
    const [name = ''] = await readdir(runners);
    await rm(join(runners, name, 'homes'), { recursive: true });
    const second = await carryOut({ like: first.request, session: first.sessions.at(-1) as Resume['session'] });
    expect(second.said).not.toContain('what is new');
    expect(second.sessions.map(({ id }) => id)).toEqual([second.request.attempt, second.request.attempt]);
  });
});
