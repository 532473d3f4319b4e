import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunctionCall } from '../../../../src/protocol/function_call.ts';
import { filesOf, git } from '../../../support/git_repository.ts';
import {
  endRunner,
  requestOn,
  runHere,
  type Stage,
  type StartedRunner,
  setStage,
} from '../../worker/runner_fixture.ts';

const MODULE = `
import asyncio, json, sys

async def make(task):
    await asyncio.sleep(0)
    with open("made.txt", "w") as file:
        file.write(f"{task['task']} {task['attempt']} {task['inputs'][0]['outputs']['version']}")
    print("made it")
    return {"version": task["inputs"][0]["outputs"]["version"], "count": 3, "nothing": None, "list": [1]}

def throws(task):
    raise ValueError("the heading is missing")

def number(task):
    return 7
`;

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython && process.env.CI === 'true') throw new Error('Not run: functions of Python. Install python3.');

let stage: Stage;
let runner: StartedRunner;
beforeAll(async () => {
  stage = await setStage();
  await writeFile(join(stage.repository, 'report.py'), MODULE);
  await git(stage.repository, 'add', '.');
  await git(stage.repository, 'commit', '-q', '-m', 'A function');
  runner = runHere(stage, { slots: 4 });
});
afterAll(async () => {
  expect(await endRunner(runner)).toBe(0);
  await stage.close();
});

async function call(name: string, language: FunctionCall['language'] = 'python', file = 'report.py') {
  const request = requestOn(stage, {
    work: { kind: 'function', call: { language, file, name } },
    inputs: [
      { task: 'base', title: 'Base', state: 'succeeded', summary: '', outputs: { version: '1.2' }, commit: null },
    ],
  });
  stage.service.offer(request);
  const outcome = await stage.service.outcome(request.attempt);
  return { request, outcome, log: stage.service.log(request.attempt) };
}

describe.runIf(hasPython)('a function of Python', () => {
  it('is called with the task and its inputs, and gives outputs', async () => {
    const { outcome, request, log } = await call('make');
    expect(outcome).toMatchObject({
      kind: 'succeeded',
      outputs: { version: '1.2', count: '3', list: '[1]' },
      evidence: [{ step: 'run', argv: ['call', 'report.py:make'], end: { kind: 'exited', exitCode: 0 } }],
    });
    expect(outcome.outputs).not.toHaveProperty('nothing');
    expect(log).toContain('made it');
    const files = await filesOf(stage.repository, request.attemptRef);
    expect(files).toContain('100644 made.txt: parser 1 1.2');
    // No compiled file was taken for work.
    expect(outcome).toMatchObject({ changedFiles: 1 });
  });

  it.each([
    ['throws', 'ValueError: the heading is missing'],
    ['absent', 'report.py has no function absent; it has make, throws, number.'],
    ['number', 'It returned int. Return a dict: each of its entries is an output.'],
  ])('fails where it %s', async (name, message) => {
    const { outcome } = await call(name);
    expect(outcome).toMatchObject({
      kind: 'failed',
      class: 'agent_error',
      message: expect.stringContaining(message),
      outputs: {},
    });
  });
});

it('names Python where it is missing', async () => {
  const without = await setStage();
  const programs = join(without.scratch.path, 'programs');
  await mkdir(programs);
  await symlink(execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(), join(programs, 'git'));
  const poor = runHere(without, {}, { PATH: programs });
  const request = requestOn(without, {
    work: { kind: 'function', call: { language: 'python', file: 'report.py', name: 'make' } },
  });
  without.service.offer(request);
  expect(await without.service.outcome(request.attempt)).toMatchObject({
    kind: 'failed',
    class: 'refused',
    message: expect.stringContaining('no python3 on its PATH'),
  });
  await endRunner(poor);
  await without.close();
});
