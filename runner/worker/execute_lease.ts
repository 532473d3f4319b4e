import { join } from 'node:path';
import type { LeaseResponse } from '../../src/protocol/lease_messages.ts';
import type { Slot } from '../../src/protocol/slot.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { AttemptControl } from '../attempt/attempt_control.ts';
import { type AttemptPaths, attemptPaths } from '../attempt/attempt_paths.ts';
import { writeAttemptRecord } from '../attempt/attempt_record.ts';
import { cleanUpAttempt } from '../attempt/clean_up.ts';
import { EvidenceList } from '../attempt/evidence.ts';
import { OutputCollection } from '../attempt/outputs.ts';
import { runAttempt } from '../attempt/run_attempt.ts';
import { clearLent } from '../home/furnish_home.ts';
import { makeSocketFolder, socketFolderFor } from '../tools/install_tool.ts';
import { AttemptCredentials } from './attempt_credentials.ts';
import { type AttemptStreams, openStreams } from './attempt_streams.ts';
import { homeName, taskHome } from './homes.ts';
import type { KeptWork } from './kept_work.ts';
import { LeaseDeadline } from './lease_deadline.ts';
import { questionsOf } from './questions_of.ts';
import { reportEnd, reportSession, reportStart } from './report_attempt.ts';
import type { RunningAttempt } from './running_attempts.ts';
import { isSalvageOwed } from './salvage_owed.ts';
import type { Worker } from './worker.ts';

/** The last digits of an id, which are random. */
const SOCKET_NAME_LENGTH = 12;

type Lease = LeaseResponse['leases'][number];

/** Carries out what was leased: the attempt, its report, and the removal of what it needed. Never rejects. */
export async function executeLease(worker: Worker, kept: KeptWork, slot: Slot, lease: Lease): Promise<void> {
  const { request } = lease;
  // Leased anew because the start took long: the attempt is at work already, and is started by its own report.
  if (worker.attempts.get(request.attempt) !== undefined) return;
  const running = holdLease(worker, slot, lease);
  worker.attempts.add(running);
  try {
    await execute(worker, kept, running);
  } catch (error) {
    // The disk may be full or the folder gone; the lease runs out and the next start cleans up.
    worker.logger.error('an attempt could not be carried out', { attempt: request.attempt, reason: String(error) });
  } finally {
    running.deadline.close();
    worker.attempts.remove(request.attempt);
  }
}

/** From here on the lease is watched, and heartbeats name the attempt. */
function holdLease(worker: Worker, slot: Slot, { request, leaseMs }: Lease): RunningAttempt {
  const control = new AttemptControl();
  const deadline = new LeaseDeadline(worker.clock, request.limits.cancelGraceMs, (how) => {
    control.end({ kind: 'lease_lost' }, how);
  });
  deadline.renew(worker.clock.now(), leaseMs);
  return { slot, request, control, deadline, progress: undefined, usage: undefined, toldUsage: undefined };
}

async function execute(worker: Worker, kept: KeptWork, running: RunningAttempt): Promise<void> {
  const { request } = running;
  const paths = attemptPaths(join(worker.folder.path, 'attempts', request.attempt));
  const socketFolder = socketFolderFor(worker.options.workDir, worker.randomId().slice(-SOCKET_NAME_LENGTH));
  await writeAttemptRecord(paths, request, socketFolder);
  await makeSocketFolder(socketFolder);
  const streams = openStreams(worker, request);
  streams.log.line(worker.sandboxLine);
  const attempt = await toAttempt(worker, running, paths, socketFolder, streams);
  const end = await runAttempt(attempt);
  const delivery = await reportEnd(worker, running, paths, streams, end);
  // The journal goes with the folder; the next process sends the report and removes both.
  if (delivery === 'undelivered') return;
  if (delivery !== 'accepted' && (await isSalvageOwed(worker, running, paths, end.work))) return;
  await kept.takeAlong(request.repository.id, attempt.credentials, worker.gaveUp);
  if (end.work.kind === 'only_here') {
    worker.logger.warn('work stays on this machine, to be pushed by a later attempt or at the next start', {
      attempt: request.attempt,
      folder: paths.checkout,
      reason: end.work.reason,
    });
    const leftover = { folder: worker.folder, attempt: request.attempt, paths };
    kept.add({ leftover, repository: request.repository.id });
    return;
  }
  await cleanUpAttempt(worker.git, worker.options.workDir, paths, { repository: request.repository, socketFolder });
}

async function toAttempt(
  worker: Worker,
  running: RunningAttempt,
  paths: AttemptPaths,
  socketFolder: string,
  streams: AttemptStreams,
): Promise<Attempt> {
  const { request, control } = running;
  const { providers } = worker.options.config;
  const home = await taskHome(worker.folder.path, homeName(request), worker.epochMs());
  const { work } = request;
  if (work.kind === 'agent')
    await clearLent(
      home.path,
      providers.find(({ name }) => name === work.provider),
    );
  return {
    request,
    paths,
    own: { home: home.path, temporary: paths.temporary },
    isHomeKept: home.isKept,
    socketFolder,
    surroundings: {
      workDir: worker.options.workDir,
      providers,
      git: worker.git,
      processes: worker.processes,
      clock: worker.clock,
      epochMs: worker.epochMs,
      random: worker.random,
      furnishHome: worker.furnishHome,
      tool: worker.tool,
      reportStart: (base, startCommit, signal) => reportStart(worker, running, base, startCommit, signal),
      reportSession: (session, signal) => reportSession(worker, request.attempt, session, signal),
    },
    credentials: new AttemptCredentials(
      (signal) => worker.client.token({ runner: worker.folder.id, attempt: request.attempt }, signal),
      worker.repeating,
    ),
    control,
    ...streams,
    evidence: new EvidenceList(),
    outputs: new OutputCollection(),
    questions: questionsOf(worker, running),
    setProgress: (text) => {
      running.progress = text;
    },
    setUsage: (usage) => {
      running.usage = usage;
    },
    usage: () => running.usage,
    step: 'starting',
    summary: '',
    session: undefined,
    place: undefined,
    finishedCommit: undefined,
    action: 'prepare',
  };
}
