import { afterEach, expect, it } from 'vitest';
import { createClient } from '../../src/http/client.ts';
import { githubStage } from '../support/github_stage.ts';
import { startRequestSwitch } from '../support/request_switch.ts';
import { until } from '../support/until.ts';
import { act } from './act.ts';
import { castOf } from './cast.ts';
import { expectNothingDoubled, expectNothingLost } from './invariants.ts';
import { outcomeOf } from './outcome.ts';
import { prepare } from './performance.ts';
import { holdUntil } from './play.ts';
import { loadScenario, type Scenario } from './scenario.ts';
import { openToLook } from './stage_view.ts';

const LIMIT_MS = 240_000;
const PATIENCE_MS = 120_000;
/** For how long GitHub keeps back the first answer when it is asked to send it again; the second would overtake it. */
const OVERTAKEN_MS = 500;

const ASK = 'planwright-tool ask "Keep the column?" --option keep --option drop > answer.txt';

/** A task that asks, with a conversation that can go on. */
function asking(): Scenario {
  const { repository, ...scenario } = loadScenario('questions-answered');
  return {
    ...scenario,
    name: 'asking',
    plan: '```planwright\nagent: asking\nask-wait: 1s\n```\n\n## Tasks\n- [ ] schema: Migrate the schema\n',
    script: {
      schema: [
        [{ conversation: 'talk.txt' }, { write: { 'half.txt': 'half\n' } }, { shell: ASK }],
        [{ conversation: 'talk.txt' }, { shell: ASK }],
      ],
    },
    repository: { ...repository, transport: 'claude-code' },
  };
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('what is answered while the service and the runner are down counts once they are back, in the same conversation', {
  timeout: LIMIT_MS,
}, async () => {
  const scenario = asking();
  const cast = await castOf([scenario]);
  closing.push(cast.remove);
  // Webhooks that come while nobody listens are asked for again.
  const environment = { DELIVERY_SWEEP_MS: '1000' };
  const stage = await githubStage({ agents: cast.agents, owners: ['acme'], environment });
  closing.push(stage.remove);
  let service = await stage.serve();
  const same = await startRequestSwitch(() => service.address);
  closing.push(same.close);
  stage.github.installApp('acme');
  stage.github.sendWebhooksTo(`${same.address}/api/github/webhooks`);
  let runner = stage.startRunner(same.address);
  const database = openToLook(stage);
  closing.push(async () => database.close());
  const meetingPoint = cast.meetingPoint(scenario);
  const client = createClient(same.address, stage.operatorToken);
  const performance = await prepare(scenario, { stage, client, database, meetingPoint });

  await act({ open: { by: 'ada', title: 'A plan', labels: ['plan'], long: false } }, performance);
  const asked = { comment: '**Q1** from', tasks: { schema: 'blocked' }, settled: true };
  await holdUntil(asked, performance, 'the answer', PATIENCE_MS);
  for (const program of [runner, service.program]) {
    program.signal('SIGKILL');
    await program.ended;
  }
  // The first of those who may counts, whoever wrote before, and though nobody was there to tell them.
  for (const [by, body] of [
    ['eve', 'Q1 drop'],
    ['bob', 'Q1: drop'],
    ['ada', 'Q1 keep'],
  ] as const) {
    await act({ comment: { by, body, long: false } }, performance);
  }
  // Nor does it matter which of them GitHub is quicker to send again.
  stage.github.webhooks.faults.lateAgain = ({ payload }) => (payload.includes('Q1: drop') ? OVERTAKEN_MS : 0);
  service = await stage.serve();
  runner = stage.startRunner(same.address);
  await holdUntil({ run: 'in_review', settled: true }, performance, 'the end', PATIENCE_MS);

  const told = async () => {
    const { reactions } = await outcomeOf(performance);
    return reactions.every((each) => each.length > 0) ? reactions : undefined;
  };
  expect(await until('reaction to each', told, PATIENCE_MS)).toEqual([['-1'], ['+1'], ['eyes']]);
  const outcome = await outcomeOf(performance);
  expectNothingDoubled(performance, outcome);
  expectNothingLost(performance, outcome);
  const file = (path: string) => stage.github.file(performance.repository, 'planwright/1/plan', path);
  expect([await file('half.txt'), await file('talk.txt'), await file('answer.txt')]).toEqual([
    'half\n',
    'It went on.\n',
    'drop\n',
  ]);
  const answers = outcome.record?.events.filter(({ kind }) => kind === 'question_answered');
  expect(answers?.map(({ data }) => data)).toEqual([expect.objectContaining({ n: 1, answer: 'drop', by: 'bob' })]);
});
