import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GitHubStage } from '../../support/github_stage.ts';
import type { Call, Script } from '../../support/model/conversation.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { fetchRun } from '../../support/run_record.ts';
import { until } from '../../support/until.ts';
import type { RealAgent } from '../agents.ts';
import { proves } from '../report/proofs.ts';
import { agentsInFull } from '../smoke.ts';
import { byCommandLine } from './by_command_line.ts';
import { closingAfterEach, playPlan } from './played_plan.ts';
import type { PlanOnStage } from './run_plan.ts';

const PLAN = `
\`\`\`planwright
agent: real
\`\`\`

## Tasks

- [ ] endless: Work without end
`;

/** Processes that want to outlive their agent, one for each way to do so. */
const ESCAPES = 3;
/** On a machine that does much else besides. */
const GONE_WITHIN_MS = 10_000;

const closing = closingAfterEach();

type AtWork = { readonly stage: GitHubStage; readonly plan: PlanOnStage; readonly survivors: () => number };

/** An agent at work in its sandbox, whose command has started processes that hear no signal and belong to no group of its own. */
async function atWork(agent: RealAgent): Promise<AtWork> {
  const mark = `escaped-${randomUUID()}`;
  const deaf = `sh -c 'trap "" TERM INT HUP; while :; do sleep 1; done' ${mark}`;
  const escapes = [`setsid ${deaf} &`, `nohup ${deaf} > /dev/null 2>&1 &`, `(setsid ${deaf} &)`];
  const text = `${['echo kept > kept.txt', ...escapes, 'tail -f /dev/null'].join('\n')}\n`;
  // As a file, since some agents look at a command before they run it.
  const script: Script = ({ turn }) => {
    if (turn > 1) return { kind: 'answer', text: 'It never ends.' };
    const call: Call =
      turn === 0 ? { kind: 'write', path: '/workspace/escape.sh', text } : { kind: 'shell', command: 'sh escape.sh' };
    return { kind: 'answer', calls: [call] };
  };
  const { stage, plan } = await playPlan(agent, { script, plan: PLAN }, closing);
  const survivors = (): number => processesWith(mark).length;
  await until('escaped processes', () => (survivors() >= ESCAPES ? true : undefined), 60_000);
  return { stage, plan, survivors };
}

/** Processes that carry this as an argument by itself. */
function processesWith(mark: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(mark);
    } catch {
      return false;
    }
  });
}

/** The end is told only when nothing is left, so that nothing has to be waited for. */
async function isCanceled(plan: PlanOnStage, survivors: () => number, how: 'ended' | 'killed'): Promise<void> {
  await plan.sees('attempt_ended', 'endless');
  expect(survivors()).toBe(0);
  await plan.reaches('canceled');
  const run = (await plan.view.runs()).at(-1)?.id ?? '';
  const { log } = await fetchRun(plan.client, run);
  expect([...log.values()].join('')).toMatch(new RegExp(`^\\[${how} after [^:]+: canceled\\]$`, 'm'));
  expect(await plan.kept('endless', 'kept.txt')).toBe('kept\n');
}

const gone = (survivors: () => number) =>
  until('end of what it started', () => (survivors() === 0 ? true : undefined), GONE_WITHIN_MS);

describeWithBubblewrap('what an agent started in its sandbox', () => {
  describe.each(agentsInFull())('$name', (agent) => {
    it('ends with a run that is canceled, its work kept', proves(agent.name, 'canceled'), async () => {
      const { plan, survivors } = await atWork(agent);
      await plan.comment('/planwright cancel');
      await isCanceled(plan, survivors, 'ended');
    });

    it('ends with a run that is to end at once, its work kept', proves(agent.name, 'canceled_at_once'), async () => {
      const { stage, plan, survivors } = await atWork(agent);
      await byCommandLine(stage, plan, 'run', 'cancel', '--now');
      await isCanceled(plan, survivors, 'killed');
    });

    it('ends with a runner that gets SIGKILL', proves(agent.name, 'runner_killed'), async () => {
      const { plan, survivors } = await atWork(agent);
      plan.runner.signal('SIGKILL');
      await plan.runner.ended;
      await gone(survivors);
    });
  });
});
