import { counted } from '../../../core/text/counted.ts';
import type { StatusResponse } from '../../../protocol/operator.ts';
import { ORCHESTRATOR_SLOTS } from '../../../protocol/slot.ts';
import type { Check } from '../check.ts';
import { withStatus } from './service.ts';

const WAITING_SHOWN = 3;
const START =
  'Start one: PLANWRIGHT_URL=… RUNNER_TOKEN=… planwright runner. One that was started says in its log why it does not get through.';

const RESTING =
  'What rests is tried again by itself. Where its model does not let it in, mend its key or its login on that runner.';

const DIFFERING =
  "Give them names of their own under `providers` in the runners' files, or the same transport: a task of that agent goes to whichever runner has room.";

/** The runners that are connected, the agents they offer, and tasks that wait for one. */
export const runnersCheck: Check = {
  id: 'runners',
  title: 'Runners',
  run: (examination) =>
    withStatus(examination, ({ runners, differing, waiting }) => {
      const live = runners.filter((runner) => runner.live);
      const agents = [...new Set(live.flatMap((runner) => runner.agents))];
      const waits = waiting.slice(0, WAITING_SHOWN).map((row) => `${row.task} of ${row.run} waits for ${row.waitsFor}`);
      const tasks = waits.length === 0 ? '' : `; ${counted(waiting.length, 'ready task')} (${waits.join('; ')})`;
      if (live.length === 0) {
        const what = `none is connected${lastOf(runners)}${tasks}`;
        return { state: waiting.length > 0 ? 'fail' : 'warn', what, mend: START };
      }
      const what = `${counted(live.length, 'runner')} connected with ${slotsOf(live)}${tasks}`;
      const rests = live.flatMap((runner) => runner.resting.map(({ text }) => text));
      if (rests.length > 0) {
        return {
          state: 'warn',
          what: `${what}; agents: ${agents.join(', ')}; rest: ${rests.join('; ')}`,
          mend: RESTING,
        };
      }
      if (differing.length > 0) {
        const differences = differing.map(({ text }) => text).join('; ');
        return { state: 'warn', what: `${what}; not the same everywhere: ${differences}`, mend: DIFFERING };
      }
      if (agents.length > 0) return { state: 'ok', what: `${what}; agents: ${agents.join(', ')}` };
      const mend = "Install an agent's command on a runner, or name one under `providers` in its file.";
      return { state: 'warn', what: `${what}; none offers an agent, so only commands can run`, mend };
    }),
};

/** Their slots together. A runner without agents keeps none for orchestrators. */
function slotsOf(runners: StatusResponse['runners']): string {
  const slots = counted(
    runners.reduce((sum, runner) => sum + runner.slots, 0),
    'slot',
  );
  const kept = runners.filter((runner) => runner.agents.length > 0).length * ORCHESTRATOR_SLOTS;
  return kept === 0 ? slots : `${slots}, and ${kept} kept for orchestrators`;
}

/** The runner that was heard of last, if any ever was. */
function lastOf(runners: StatusResponse['runners']): string {
  const last = runners.toSorted((one, other) => other.seenAt - one.seenAt)[0];
  if (last === undefined) return '';
  const revoked = last.revoked ? `, and its token ${last.token} was revoked` : '';
  return `; the last, ${last.name}, was heard of at ${new Date(last.seenAt).toISOString()}${revoked}`;
}
