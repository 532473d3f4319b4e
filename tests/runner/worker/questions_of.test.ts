import { afterEach, describe, expect, it } from 'vitest';
import { git } from '../../support/git_repository.ts';
import { carryOutOn, conversationOf, stageWithRunner } from './carried_out.ts';
import { commitAt, type RequestChanges } from './runner_fixture.ts';

const stage = stageWithRunner();
afterEach(() => stage().service.answerQuestions(() => undefined));

const carryOut = (changes: RequestChanges) => carryOutOn(stage(), changes);

const earlier = { n: 2, attempt: 1, source: 'agent', options: [], details: null, answer: 'this', by: 'ada' } as const;

describe('a question of an attempt', () => {
  it('that is answered in time lets the same process go on', async () => {
    stage().service.answerQuestions(() => ({ state: 'answered', answer: 'drop', by: 'ada' }));
    const { request, outcome, log } = await carryOut({
      script:
        'planwright-tool ask "Keep legacy_id?" --option keep --option drop --default keep --deadline 1h30m > a.txt',
    });
    expect(outcome.kind).toBe('succeeded');
    expect(await git(stage().repository, 'show', `${request.attemptRef}:a.txt`)).toBe('drop');
    expect(stage().service.questions.at(-1)).toEqual({
      source: 'agent',
      text: 'Keep legacy_id?',
      options: ['keep', 'drop'],
      onlyOptions: false,
      default: 'keep',
      deadlineMs: 5_400_000,
    });
    expect(log).toContain('planwright: asks: Keep legacy_id?');
    expect(log).toContain('planwright: ada answered Q1: drop');
    expect(conversationOf(stage().service, request.attempt)).toContainEqual({
      at: expect.any(Number),
      kind: 'answer',
      question: 'Keep legacy_id?',
      text: 'drop',
      by: 'ada',
    });
  });

  it.each([
    ['an agent', (line: string) => ({ script: line })],
    ['a command', (line: string) => ({ shell: line })],
  ])('without an answer ends the attempt of %s as blocked, with what was done kept', async (_, as) => {
    const { request, outcome } = await carryOut({
      ...as('echo half > half.txt; planwright-tool ask Which?; echo $? > code.txt'),
      limits: { askWaitMs: 50 },
    });
    expect(outcome).toMatchObject({
      kind: 'blocked',
      message: expect.stringMatching(/^It waits .* to Q\d+: Which\?$/),
    });
    expect(outcome.commit).toBe(await commitAt(stage(), request.attemptRef));
    expect(await git(stage().repository, 'show', `${request.attemptRef}:half.txt`)).toBe('half');
    expect(await git(stage().repository, 'show', `${request.attemptRef}:code.txt`)).toBe('75');
  });

  it('that an earlier attempt was answered is answered again, also where its words hold a secret', async () => {
    const before = stage().service.questions.length;
    const { request, outcome, log } = await carryOut({
      shell: `planwright-tool ask "Is ghp_${'aB3dE5fG7h'.repeat(4)} right?" > a.txt`,
      answers: [{ ...earlier, options: [], text: 'Is [secret] right?' }],
    });
    expect(outcome.kind).toBe('succeeded');
    expect(await git(stage().repository, 'show', `${request.attemptRef}:a.txt`)).toBe('this');
    expect(log).toContain('planwright: ada answered Q2: this');
    expect(stage().service.questions).toHaveLength(before);
  });

  it('that is none is refused with what it lacks, and nobody is asked', async () => {
    const before = stage().service.questions.length;
    const { log } = await carryOut({
      script:
        'planwright-tool ask A? --option x --option X; planwright-tool ask B? --only-options; planwright-tool ask C? --deadline soon; planwright-tool ask "$(printf %4001s x | tr " " x)"; echo 1 > a.txt',
    });
    expect(log).toContain('the option "X" stands there twice');
    expect(log).toContain('only options are taken, and there is none');
    expect(log).toContain('a deadline is a duration, for example 30m or 2h, not "soon"');
    expect(log).toContain('a question has at most 4000 characters: put into it what the person has to decide');
    expect(stage().service.questions).toHaveLength(before);
  });
});
