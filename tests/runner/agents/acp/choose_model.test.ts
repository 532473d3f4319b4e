import { expect, it } from 'vitest';
import { acp } from '../../../../runner/agents/acp/acp.ts';
import { NO_USAGE } from '../../../../runner/agents/agent_event.ts';

/** What is said to an agent that is to use the model `large`, and that answers `session/new` (or `session/load`) so. */
function opened(answer: object, session: string | null = null) {
  const wrote: { readonly id?: number; readonly method?: string; readonly params?: unknown }[] = [];
  const task = {
    command: ['agent'],
    prompt: 'Do it',
    model: 'large',
    workingDirectory: '/work',
    session: session === null ? null : { id: session, used: NO_USAGE },
    newSessionId: 'not used',
    tools: null,
  } as const;
  const driver = acp.start(task, {
    emit: () => {},
    write: (text) => wrote.push(JSON.parse(text)),
    workIsOver: () => {},
  });
  const receive = (message: object): void => driver.onStdout(Buffer.from(`${JSON.stringify(message)}\n`));
  driver.begin();
  receive({ id: 1, result: {} });
  receive({ id: 2, result: { sessionId: 's', ...answer } });
  return { wrote, receive, end: () => driver.finish({ exitCode: 0, stderrTail: '' }) };
}

const models = { currentModelId: 'small', availableModels: [] };
const configOptions = [
  { id: 'mode', category: 'mode', currentValue: 'build' },
  { id: 'brain', category: 'model', currentValue: 'small' },
];

it('sets the model of a session, and prompts only then', () => {
  const { wrote, receive } = opened({ models, configOptions });
  expect(wrote.at(-1)).toMatchObject({ method: 'session/set_model', params: { sessionId: 's', modelId: 'large' } });
  receive({ id: 3, result: {} });
  expect(wrote.at(-1)).toMatchObject({ method: 'session/prompt' });
});

it('sets it as an option where the agent has options', () => {
  expect(opened({ configOptions }).wrote.at(-1)).toMatchObject({
    method: 'session/set_config_option',
    params: { sessionId: 's', configId: 'brain', value: 'large' },
  });
});

it('sets it in a conversation that goes on', () => {
  expect(opened({ models }, 's').wrote.at(-1)).toMatchObject({ method: 'session/set_model' });
});

it.each([[{ models: { currentModelId: 'large' } }], [{ configOptions: [{ id: 'model', currentValue: 'large' }] }]])(
  'says nothing where the model is the right one already: %j',
  (answer) => {
    expect(opened(answer).wrote.at(-1)).toMatchObject({ method: 'session/prompt' });
  },
);

it('refuses to work with a model that the agent does not take', () => {
  const { wrote, receive, end } = opened({ models });
  receive({ id: 3, error: { code: -32_602, message: 'unknown model' } });
  expect(wrote.some(({ method }) => method === 'session/prompt')).toBe(false);
  expect(end()).toMatchObject({ kind: 'failed', class: 'refused', message: expect.stringContaining('unknown model') });
});

it('refuses to work with another model than it was told, where the agent cannot be told', () => {
  const { wrote, end } = opened({});
  expect(wrote.at(-1)).toMatchObject({ method: 'session/new' });
  expect(end()).toMatchObject({ kind: 'failed', class: 'refused', message: expect.stringContaining('large') });
});
