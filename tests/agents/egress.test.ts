import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  endRunner,
  requestOn,
  runHere,
  type Stage,
  type StartedRunner,
  setStage,
} from '../runner/worker/runner_fixture.ts';
import { filesOf } from '../support/git_repository.ts';
import type { Script } from '../support/model/conversation.ts';
import { type ModelServer, startModelServer } from '../support/model/model_server.ts';
import { describeWithBubblewrap } from '../support/needs_bubblewrap.ts';
import { AGENTS } from './agents.ts';
import { provided } from './on_github/provided.ts';

let stage: Stage;
let model: ModelServer;
let runner: StartedRunner | undefined;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  if (runner !== undefined) await endRunner(runner);
  await model.stop();
  await stage.close();
});

const script: Script = ({ turn }) =>
  turn === 0
    ? { kind: 'answer', calls: [{ kind: 'write', path: '/workspace/hello.txt', text: 'hello\n' }] }
    : { kind: 'answer', text: 'It is written.' };

describeWithBubblewrap('an agent whose runner lists the hosts that tasks reach', () => {
  it.each(['claude_code', 'codex'] as const)('talks to its model through the proxy: %s', async (name) => {
    model = await startModelServer(script);
    const { provider, environment } = provided(AGENTS[name], model.url);
    const egress = [new URL(model.url).host];
    await writeFile(stage.runnerFile, JSON.stringify({ providers: { agent: provider }, egress, sandbox: 'required' }));
    runner = runHere(stage, {}, environment);
    const prompt = [{ title: '', text: 'Write hello.txt' }];
    const work = { kind: 'agent', agent: 'agent', provider: 'agent', model: null, role: 'coder', prompt } as const;
    const request = requestOn(stage, { work });
    stage.service.offer(request);
    const outcome = await stage.service.outcome(request.attempt);
    expect(model.mistakes).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'succeeded', summary: 'It is written.' });
    expect(await filesOf(stage.repository, request.attemptRef)).toContain('100644 hello.txt: hello');
  });
});
