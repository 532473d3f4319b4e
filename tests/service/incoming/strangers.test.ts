import { describe, expect, it } from 'vitest';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import { approvalLine, editApprovalLine } from '../../../src/core/report/approval_line.ts';
import { diffMarker, planMarker, questionMarker, statusMarker } from '../../../src/core/report/markers.ts';
import {
  by,
  commentBody,
  editBody,
  event,
  type IncomingDesk,
  issueBody,
  PLAN,
  parserInReview,
  pressBody,
  pullBody,
  pushBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';
import { keepDatabase } from '../../support/kept_database.ts';
import { RUN_STAGES, type RunStage } from '../../support/run_stages.ts';

/** Nobody of these may command: without permission, a bot with it, and our own bot. */
const STRANGERS = [
  { login: 'mallory', bot: false },
  { login: 'ada', bot: true },
  { login: 'planwright[bot]', bot: true },
] as const;

const TIMEOUT_MS = 60_000;
const HEAD = 'b'.repeat(40);
const AT_SECOND = 50;

/** What somebody may try who knows of everything how it is written. */
type Aim = { readonly body: string; readonly run: string; readonly hash: string };
type Tries<Kind extends IncomingBody['kind']> = (aim: Aim) => readonly Extract<IncomingBody, { kind: Kind }>[];

/**
 * By kind of event. A kind that is left out says what is so, whoever did it, and GitHub lets nobody do it without permission to write
 * there: a branch moved, a check has its result, the App lost a repository.
 */
const TRIES: {
  readonly [Kind in Exclude<IncomingBody['kind'], 'push' | 'check_completed' | 'access' | 'ignored'>]: Tries<Kind>;
} = {
  issue: ({ body }) => [
    as('issue', issueBody('opened', AT_SECOND, { body })),
    as('issue', issueBody('edited', AT_SECOND + 1, { body: `${body}- [ ] more: Something else\n` })),
    as('issue', issueBody('edited', AT_SECOND + 2, { body: PLAN.replace('Parse dates', 'Delete everything') })),
    as('issue', issueBody('closed', AT_SECOND + 3, { body })),
    as('issue', issueBody('reopened', AT_SECOND + 4, { body })),
    as('issue', issueBody('unlabeled', AT_SECOND + 5, { body })),
    as('issue', issueBody('labeled', AT_SECOND + 6, { body })),
    as('issue', issueBody('labeled', AT_SECOND + 7, { body, number: 43 })),
  ],
  comment: ({ body, run, hash }) => [
    ...[
      '/planwright approve',
      `/planwright approve ${hash}`,
      'Q1 keep',
      'keep',
      '> **Q1** from `parser` (Parse dates): Keep the column legacy_id?\n\nkeep',
      'Q1: drop it\n\nOn Mon, Jan 4, 2027 planwright wrote:\n> **Q1** from `parser`',
      '/planwright answer parser keep',
      '@planwright-app cancel',
      `/planwright run\n${'x'.repeat(65_000)}`,
    ].map((text, index) => as('comment', commentBody(text, AT_SECOND + index, { body }))),
    as('comment', commentBody('/planwright retry', AT_SECOND + 20, { body, number: 41, isPull: true, labels: [] })),
    ...[
      { before: asked(run, ' '), body: asked(run, 'x') },
      { before: asked(run, ' '), body: 'Nothing is asked.' },
      { before: preflight(hash, ' '), body: preflight(hash, 'x') },
      { before: diff(run, hash, ' '), body: diff(run, hash, 'x') },
      { before: `Running.\n\n${statusMarker(run)}`, body: `Done.\n\n${statusMarker(run)}` },
      { before: 'Q1 keep', body: 'Q1 drop', id: 1_050, author: 'ada' },
      { before: 'Fine.', body: '/planwright cancel', id: 1_051, author: 'ada' },
    ].map((edit, index) => as('comment', editBody(edit, AT_SECOND + 30 + index, { body }))),
  ],
  pull: () => [
    as('pull', pullBody('closed')),
    as('pull', pullBody('reopened')),
    as('pull', pullBody('retargeted', { base: 'main' })),
    as('pull', pullBody('closed', { number: 60, head: 'planwright/40/plan', base: 'main' })),
    as('pull', pullBody('reopened', { number: 60, head: 'planwright/40/plan', base: 'main' })),
    as('pull', pullBody('retargeted', { number: 60, head: 'planwright/40/plan', base: 'elsewhere' })),
  ],
  review: () =>
    [41, 60].flatMap((number) => {
      const pull = { number, head: null };
      const review = { id: 7, body: '/planwright cancel', commit: HEAD };
      return [
        { kind: 'review', action: 'submitted', review: { ...review, state: 'changes_requested' }, pull },
        { kind: 'review', action: 'submitted', review: { ...review, state: 'approved' }, pull },
        { kind: 'review', action: 'submitted', review: { ...review, state: 'commented' }, pull },
        { kind: 'review', action: 'dismissed', review: { ...review, state: 'changes_requested' }, pull },
      ] as const;
    }),
  relations: () => [{ kind: 'relations', of: 40 }],
  thread_resolved: () => [{ kind: 'thread_resolved', comments: [70], pull: { number: 41, head: null } }],
  comment_deleted: ({ run }) => [
    { kind: 'comment_deleted', comment: { id: 901, body: asked(run, ' '), author: 'planwright[bot]' } },
  ],
  check_action: () =>
    ['retry', 'cancel', 'answer:1:1'].flatMap((identifier) => [
      { kind: 'check_action', identifier, check: { name: 'planwright / parser', headCommit: HEAD, pulls: [41] } },
      { kind: 'check_action', identifier, check: { name: 'planwright', headCommit: HEAD, pulls: [60] } },
    ]),
};

let refused = 0;

describe.each(Object.entries(RUN_STAGES))('%s', (_, { body, setUp }) => {
  it('nothing that a stranger does changes a row but those of the log of deliveries', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const desk = await startIncomingDesk();
    await setUp(desk, body);
    const kept = await keepDatabase(desk);
    const aim = { body, run: (await desk.run())?.id ?? 'none', hash: await waitingHash(desk) };
    const tries = Object.values(TRIES).flatMap((of): readonly IncomingBody[] => of(aim));
    for (const sender of STRANGERS) {
      const sent = desk.sent.length;
      for (const [index, tried] of tries.entries()) {
        await desk.receive(`${sender.login}-${sender.bot}-${index}`, JSON.stringify(event(tried, { sender })));
      }
      await desk.process();
      expect(await kept.changed(), sender.login).toEqual([]);
      expect(desk.sent).toHaveLength(sent);
    }
    const notes = (await desk.notes()).slice(-STRANGERS.length * tries.length);
    expect(notes.filter((note) => !/^(ignored|refused): /.test(note))).toEqual([]);
    refused += notes.filter((note) => note.startsWith('refused: ')).length;
    kept.close();
    await desk.stop();
  });
});

it(
  'what strangers try is worth trying: of every kind something comes where somebody with permission does it',
  async () => {
    expect(refused).toBeGreaterThan(0);
    const moved = new Set<string>();
    for (const name of [
      'plan that waits for approval',
      'task asks, its attempt ended',
      'task waits for its work to be approved',
      'task in review',
    ]) {
      const { body, setUp } = RUN_STAGES[name] as RunStage;
      const desk = await startIncomingDesk();
      await setUp(desk, body);
      const kept = await keepDatabase(desk);
      const aim = { body, run: (await desk.run())?.id ?? 'none', hash: await waitingHash(desk) };
      for (const [kind, of] of Object.entries(TRIES)) {
        for (const tried of of(aim)) await desk.deliver(event(tried));
        if ((await kept.changed()).length > 0) moved.add(kind);
        await kept.bringBack();
      }
      kept.close();
      await desk.stop();
    }
    // Relations of issues move plans that are made of them: `sub_issues.test.ts` has both.
    const worthTrying = Object.keys(TRIES).filter((kind) => kind !== 'relations');
    expect([...moved].sort()).toEqual(worthTrying.sort());
  },
  TIMEOUT_MS,
);

/** What is tried is of the kind under which it stands. */
function as<Kind extends IncomingBody['kind']>(_: Kind, body: IncomingBody): Extract<IncomingBody, { kind: Kind }> {
  return body as Extract<IncomingBody, { kind: Kind }>;
}

function asked(run: string, box: string): string {
  return `**Q1** asks\n\n- [${box}] keep\n- [ ] drop\n\n${questionMarker(run, 1)}`;
}

function preflight(hash: string, box: string): string {
  return `**Waits.**\n\n${approvalLine(hash).replace('[ ]', `[${box}]`)}\n\n${planMarker(40)}`;
}

function diff(run: string, hash: string, box: string): string {
  return `**Waits.**\n\n${editApprovalLine(hash).replace('[ ]', `[${box}]`)}\n\n${diffMarker(run)}`;
}

async function waitingHash(desk: IncomingDesk): Promise<string> {
  const [waiting] = await desk.rows('SELECT plan_hash FROM proposals');
  return String(waiting?.plan_hash ?? 'a'.repeat(64));
}

/** Every kind of event that could change something, as somebody may send it. */
const EVERYTHING: readonly IncomingBody[] = [
  ...(['opened', 'edited', 'labeled', 'unlabeled', 'closed', 'reopened'] as const).flatMap((action) => [
    issueBody(action, 9),
    issueBody(action, 9, { number: 51 }),
    issueBody(action, 9, { body: 'no plan at all' }),
  ]),
  ...[
    'run',
    'status',
    'cancel',
    'cancel parser',
    'retry',
    'retry parser',
    'skip parser',
    'pause',
    'resume',
    'help',
    'approve',
    'pauze',
    'skip docs\n/planwright pause',
  ].flatMap((command) => [
    commentBody(`/planwright ${command}`, 9),
    commentBody(`/planwright ${command}`, 9, { number: 51, labels: [] }),
    commentBody(`@planwright-app ${command}`, 9, { number: 41, isPull: true }),
  ]),
  ...(['closed', 'reopened', 'retargeted'] as const).map((action) => pullBody(action, { base: 'main' })),
  pressBody('retry'),
  pressBody('cancel'),
  pressBody('cancel', 'planwright', [42]),
  { kind: 'ignored', why: 'Nobody needs it.' },
];

describe('an account without permission', () => {
  it(
    'changes no row but the log of deliveries, whatever it sends',
    async () => {
      const desk = await deskAtWork();
      await parserInReview(desk);
      const before = await desk.everything();
      for (const body of EVERYTHING) {
        for (const who of [by('mallory'), by('renovate[bot]', true), by('', true)])
          await desk.deliver(event(body, who));
      }
      expect(await desk.everything()).toBe(before);
      expect(new Set((await desk.notes()).slice(1).map((note) => note.split(':')[0]))).toEqual(
        new Set(['ignored', 'refused']),
      );
      await desk.stop();
    },
    TIMEOUT_MS,
  );

  it(
    'nor does anybody in an installation that is not allowed, or in none',
    async () => {
      const desk = await deskAtWork();
      const before = await desk.everything();
      const pushes = [pushBody('planwright/40/parser'), pullBody('closed', { merge: { commit: null } })];
      for (const body of [...EVERYTHING, ...pushes]) {
        for (const installation of [9, null]) await desk.deliver(event(body, { installation }));
      }
      expect(await desk.everything()).toBe(before);
      expect(desk.world.reactions).toEqual([]);
      await desk.stop();
    },
    TIMEOUT_MS,
  );
});

async function deskAtWork(): Promise<IncomingDesk> {
  const desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
  return desk;
}
