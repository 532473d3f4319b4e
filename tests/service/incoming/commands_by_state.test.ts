import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../../src/core/commands/command_table.ts';
import { COMMANDS_AT_MOST } from '../../../src/core/commands/parse_commands.ts';
import { RunState, TaskState } from '../../../src/protocol/states.ts';
import { authorizationOfSenders, COMMAND_SENDERS } from '../../support/command_senders.ts';
import { by, commentBody, event, type IncomingDesk, startIncomingDesk } from '../../support/incoming_desk.ts';
import { keepDatabase } from '../../support/kept_database.ts';
import { RUN_STAGES, type RunStage } from '../../support/run_stages.ts';

/**
 * Every command in every state of run and task by everybody: what it comes to stands in `golden/commands.md`, which is for people to
 * read. It changes with any row of the table of commands, of permissions or of a state machine that this changes something of.
 */
const LINES = [
  'run',
  'status',
  'help',
  'pause',
  'resume',
  'cancel',
  'cancel parser',
  'retry',
  'retry parser',
  'skip',
  'skip parser',
  'approve',
  'approve parser',
  'answer Q1 keep',
  'answer parser keep',
  'take parser',
  'return parser',
  'budget',
  'budget +5',
  'undo',
];
const PERMISSIONS = ['write', 'maintain', 'admin', 'team: release'];
/** Those who may command where the settings say nothing, and those who may not. */
const MAY = ['writer', 'maintainer', 'admin'];
const MAY_NOT = Object.keys(COMMAND_SENDERS).filter((login) => !MAY.includes(login));

const TIMEOUT_MS = 60_000;
const SAID_AT = 50;
/** By line, then by outcome: where it is so. */
const outcomes = new Map(LINES.map((line) => [line, new Map<string, readonly string[]>()]));
const permissions: string[] = [];
const seen = { runs: new Set<string>(), tasks: new Set<string>() };

const deskAt = async ({ body, setUp }: RunStage): Promise<IncomingDesk> => {
  const { may } = authorizationOfSenders();
  const desk = await startIncomingDesk({ may: async (_, login, need) => login === 'ada' || may(_, login, need) });
  await setUp(desk, body);
  return desk;
};

const sender = (login: string) => by(login, COMMAND_SENDERS[login]?.bot === true);

describe.each(Object.entries(RUN_STAGES))('%s', (name, stage) => {
  it('every command of whoever may gives its outcome, and of whoever may not nothing', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const desk = await deskAt(stage);
    const kept = await keepDatabase(desk);
    seen.runs.add((await desk.run())?.state ?? 'none');
    seen.tasks.add((await desk.task('parser'))?.state ?? 'none');
    try {
      for (const [index, line] of LINES.entries()) {
        const before = await standing(desk);
        const said = commentBody(`/planwright ${line}`, SAID_AT, { body: stage.body });
        await desk.deliver(event(said, sender(MAY[index % MAY.length] ?? '')));
        const where = outcomes.get(line);
        const came = await outcome(desk, before);
        where?.set(came, [...(where.get(came) ?? []), name]);
        await kept.bringBack();
      }
      for (const login of MAY_NOT) {
        // No comment holds more.
        for (const lines of [LINES.slice(0, COMMANDS_AT_MOST), LINES.slice(COMMANDS_AT_MOST)]) {
          const said = lines.map((line) => `/planwright ${line}`).join('\n');
          const comment = commentBody(
            said,
            SAID_AT + lines.length,
            { body: stage.body },
            2_000 + LINES.indexOf(lines[0] ?? ''),
          );
          await desk.deliver(event(comment, sender(login)));
          expect(await kept.changed(), `${login}: ${said}`).toEqual([]);
        }
      }
      const told = MAY_NOT.filter((login) => COMMAND_SENDERS[login]?.bot !== true);
      expect(desk.world.reactions.map(({ content }) => content)).toEqual(Array(2 * told.length).fill('-1'));
    } finally {
      kept.close();
      await desk.stop();
    }
  });
});

it.each(PERMISSIONS)('where commands need %s', { timeout: TIMEOUT_MS }, async (permission) => {
  const stage = RUN_STAGES['task ready'];
  if (stage === undefined) throw new Error('There is no such stage.');
  const desk = await deskAt(stage);
  const kept = await keepDatabase(desk);
  desk.world.files = {
    own: `command-permission: "${permission}"`.replace('"team: release"', '{ team: release }'),
    organisation: null,
  };
  const cells: string[] = [];
  for (const login of Object.keys(COMMAND_SENDERS)) {
    const before = await standing(desk);
    await desk.deliver(event(commentBody('/planwright pause', SAID_AT, { body: stage.body }), sender(login)));
    cells.push((await kept.changed()).length === 0 ? 'nothing' : await outcome(desk, before));
    await kept.bringBack();
  }
  permissions.push(`| ${permission} | ${cells.map((cell) => cell.replace(/:.*/, '')).join(' | ')} |`);
  kept.close();
  await desk.stop();
});

it('no state, and no command, is left out', () => {
  expect([...seen.runs]).toEqual(expect.arrayContaining(RunState.options));
  expect([...seen.tasks]).toEqual(expect.arrayContaining(TaskState.options));
  expect(new Set(LINES.map((line) => line.split(' ')[0]))).toEqual(new Set(COMMAND_NAMES));
});

it('what came of it all is what people may read', async () => {
  const logins = Object.keys(COMMAND_SENDERS);
  const rowsOf = (where: ReadonlyMap<string, readonly string[]>) =>
    [...where].map(([came, names]) => `| ${names.join('; ')} | ${came} |`).join('\n');
  const sections = [...outcomes].map(
    ([line, where]) => `## \`/planwright ${line}\`\n\n| where | what comes of it |\n| --- | --- |\n${rowsOf(where)}`,
  );
  const intro = `# What each command comes to

Whoever may command gets the outcome below; whoever may not changes nothing anywhere. Made by \`commands_by_state.test.ts\`.

## Who may, by \`command-permission\`

| needs | ${logins.join(' | ')} |
| --- |${' --- |'.repeat(logins.length)}
${permissions.join('\n')}`;
  await expect(`${[intro, ...sections].join('\n\n')}\n`).toMatchFileSnapshot('golden/commands.md');
});

/** How everything stands that a command may move, one thing a line. */
async function standing(desk: IncomingDesk): Promise<readonly string[]> {
  const rows = await desk.rows(`
    SELECT 'plan waits' AS line FROM proposals
    UNION ALL SELECT 'run ' || state || coalesce(', canceled ' || cancel, '') ||
      CASE WHEN budget_micros IS NULL THEN '' ELSE ', ' || (budget_micros / 1000000) || ' $' END FROM runs
    UNION ALL SELECT '\`' || key || '\` ' || state || coalesce(', canceled ' || cancel, '') ||
      coalesce(', to approve ' || approval, '') || coalesce(', takeover ' || json_extract(takeover, '$.kind'), '')
      FROM tasks WHERE key IN ('parser', 'docs')
    UNION ALL SELECT 'Q' || n || ' ' || state FROM questions`);
  return rows.map(({ line }) => String(line));
}

/** What the comment was answered with, and what it moved. */
async function outcome(desk: IncomingDesk, before: readonly string[]): Promise<string> {
  const own = (await desk.effects()).filter(({ comment, to }) => [comment, to].includes(1_000 + SAID_AT));
  const kinds = { '+1': 'taken', eyes: 'told', confused: 'misread' } as Readonly<Record<string, string>>;
  const how = own.flatMap(({ kind, content }) => (kind === 'react' ? [kinds[content] ?? content] : []));
  const texts = own.flatMap(({ kind, text }) => (kind === 'reply' ? [oneLine(text)] : []));
  const after = await standing(desk);
  const moved = after.filter((line) => !before.includes(line)).map((line) => `now ${line}`);
  const gone = before.length > after.length ? ['the plan waits no more'] : [];
  return `${how.join(', ')}: ${[...moved, ...gone, ...texts].join('; ') || 'nothing else moves'}`;
}

function oneLine(text: string): string {
  const line = text.replaceAll('\n', ' ').replaceAll('|', '\\|');
  return line.length > 240 ? `${line.slice(0, 239)}…` : line;
}
