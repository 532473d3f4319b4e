import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Attempt } from '../../../../runner/attempt/attempt.ts';
import { AttemptControl } from '../../../../runner/attempt/attempt_control.ts';
import { attemptPaths } from '../../../../runner/attempt/attempt_paths.ts';
import { AttemptQuestions } from '../../../../runner/attempt/attempt_questions.ts';
import { EvidenceList } from '../../../../runner/attempt/evidence.ts';
import type { GitPort } from '../../../../runner/attempt/git_port.ts';
import { OutputCollection } from '../../../../runner/attempt/outputs.ts';
import { runAttempt } from '../../../../runner/attempt/steps/run_attempt.ts';
import { attemptFolder } from '../../../../runner/git/attempt_folder.ts';
import type { ChangedPath } from '../../../../runner/git/changed_paths.ts';
import { GitError } from '../../../../runner/git/git_error.ts';
import type { Mirror } from '../../../../runner/git/mirror.ts';
import { ConversationLog } from '../../../../runner/log/conversation_log.ts';
import { LogShipper } from '../../../../runner/log/log_shipper.ts';
import { redactionOf } from '../../../../runner/redaction.ts';
import { toolProgram } from '../../../../runner/tools/install_tool.ts';
import type { LogStream } from '../../../../src/protocol/conversation.ts';
import { HandClock } from '../../worker/hand_clock.ts';

const TIMEOUT_MS = 60_000;
const COMMIT = '1'.repeat(40);
const BASE = '0'.repeat(40);

let folder: string;
let clock: HandClock;
/** Resolves at the next push. */
let pushes: PromiseWithResolvers<void>;
let isHostAway: boolean;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'finished-'));
  clock = new HandClock();
  pushes = Promise.withResolvers();
  isHostAway = true;
});
afterEach(() => rm(folder, { recursive: true }));

/** A git whose commits are made up, and whose host is away. */
function gitWithHostAway(): GitPort {
  const unexpected = () => Promise.reject(new Error('nothing asks for this'));
  const mirror: Mirror = {
    folder: join(folder, 'mirror'),
    cloneUrl: { kind: 'http', address: 'https://example.org/a.git' },
    lockFile: join(folder, 'lock'),
    askpassFile: join(folder, 'askpass.sh'),
  };
  const changed: ChangedPath[] = [{ path: 'new', status: 'added', kind: 'file', objectId: COMMIT }];
  return {
    openMirror: async () => mirror,
    fetchMirror: async () => {},
    resolveCommit: async () => BASE,
    proveAncestors: async () => {},
    addWorktree: async (_, options) => attemptFolder(options.folder, mirror.folder),
    refreshThrowaway: unexpected,
    commitWorktree: async () => ({ kind: 'committed', commit: COMMIT, tree: COMMIT, changed }),
    changedPaths: async () => changed,
    diffText: unexpected,
    putBack: unexpected,
    diffSize: async () => ({ changedFiles: 1, insertions: 1, deletions: 0 }),
    pushAttempt: async () => {
      pushes.resolve();
      if (isHostAway) throw new GitError('remote_unreachable', 'it returned error: 502');
      return 'created';
    },
    salvageAttempt: unexpected,
    removeWorktree: unexpected,
  };
}

function attemptOf(git: GitPort): Attempt {
  const paths = attemptPaths(join(folder, 'attempt'));
  const unexpected = () => Promise.reject(new Error('nothing runs'));
  return {
    request: {
      protocol: 1,
      attempt: randomUUID(),
      run: randomUUID(),
      task: { id: randomUUID(), key: 'parser', title: 'Parse dates' },
      number: 1,
      issue: 'dates',
      repository: { id: randomUUID(), cloneUrl: 'https://example.org/a.git' },
      attemptRef: 'refs/planwright/attempts/run/parser/1',
      startingPoint: { ref: 'refs/heads/main', mustContain: [] },
      work: { kind: 'command', run: [] },
      setup: [],
      verify: [],
      verifyByPath: [],
      protected: { paths: [], agentConfiguration: [] },
      verifyIn: 'worktree',
      inputs: [],
      answers: [],
      planText: '',
      requiredOutputs: [],
      allowNoChange: false,
      readOnly: false,
      commitMessage: 'feat(parser): parse dates',
      routing: 'the only one',
      limits: {
        timeoutMs: TIMEOUT_MS,
        stepTimeoutMs: TIMEOUT_MS,
        idleMs: TIMEOUT_MS,
        askWaitMs: 1_000,
        cancelGraceMs: 1_000,
        logHeadBytes: 1_000,
        logTailBytes: 1_000,
      },
    },
    paths,
    own: { home: join(folder, 'home'), temporary: join(folder, 'tmp') },
    isHomeKept: false,
    isInUsualFolder: true,
    socketFolder: folder,
    surroundings: {
      workDir: folder,
      providers: [],
      git,
      processes: { sandbox: 'none', run: unexpected, seenPath: (_, path) => path, runUntrustedGit: unexpected },
      clock,
      epochMs: () => 0,
      random: () => 0,
      tool: toolProgram(),
      reportStart: async () => {},
      reportSession: async () => {},
      furnishHome: async () => async () => {},
    },
    credentials: { current: async () => undefined, drop: () => {} },
    control: new AttemptControl(),
    log: shipper('output'),
    conversation: new ConversationLog(shipper('conversation'), redactionOf([]), () => 0),
    evidence: new EvidenceList(),
    outputs: new OutputCollection(),
    questions: new AttemptQuestions({
      before: () => undefined,
      clock,
      newId: randomUUID,
      waitMs: 0,
      send: () => Promise.reject(new Error('nothing is asked')),
      onOverdue: () => {},
    }),
    setProgress: () => {},
    setUsage: () => {},
    usage: () => undefined,
    step: 'starting',
    summary: '',
    session: undefined,
    place: undefined,
    finishedCommit: undefined,
    action: 'prepare',
  };
}

const shipper = (stream: LogStream) =>
  new LogShipper({
    runner: randomUUID(),
    attempt: randomUUID(),
    stream,
    headBytes: 1_000,
    tailBytes: 1_000,
    clock,
    random: () => 0,
    redaction: redactionOf([]),
    send: async () => ({ stored: 0 }),
  });

/** Lets everything happen that does not wait for the clock. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("finished work waits for its host longer than the task's own timeout", async () => {
  const end = runAttempt(attemptOf(gitWithHostAway()));
  await pushes.promise;
  await settled();
  for (let minutes = 1; minutes <= 100; minutes += 1) {
    clock.turnTo(minutes * TIMEOUT_MS);
    await settled();
  }
  isHostAway = false;
  clock.turnTo(101 * TIMEOUT_MS);
  expect(await end).toMatchObject({ outcome: { kind: 'succeeded', commit: COMMIT }, work: { kind: 'safe' } });
});
