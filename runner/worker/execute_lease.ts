import { join } from 'node:path';
import type { LeaseResponse } from '../../src/protocol/lease_messages.ts';
import type { Slot } from '../../src/protocol/slot.ts';
import { AttemptControl } from '../attempt/attempt_control.ts';
import { attemptPaths } from '../attempt/attempt_paths.ts';
import { writeAttemptRecord } from '../attempt/attempt_record.ts';
import { cleanUpAttempt } from '../attempt/clean_up.ts';
import { runAttempt } from '../attempt/steps/run_attempt.ts';
import { makeSocketFolder, socketFolderFor } from '../tools/install_tool.ts';
import { openStreams } from './attempt_streams.ts';
import { LeaseDeadline } from './lease_deadline.ts';
import { reportEnd } from './report_attempt.ts';
import { reportSalvaged } from './report_salvaged.ts';
import type { RunningAttempt } from './running_attempts.ts';
import { claimPlace } from './task_places.ts';
import { toAttempt } from './to_attempt.ts';
import type { UnpushedWork } from './unpushed_work.ts';
import type { Worker } from './worker.ts';

/** The last digits of an id, which are random. */
const SOCKET_NAME_LENGTH = 12;

type Lease = LeaseResponse['leases'][number];

/** Carries out what was leased: the attempt, its report, and the removal of what it needed. Never rejects. */
export async function executeLease(worker: Worker, unpushed: UnpushedWork, slot: Slot, lease: Lease): Promise<void> {
  const { request } = lease;
  // Leased anew because the start took long: the attempt is at work already, and is started by its own report.
  if (worker.attempts.get(request.attempt) !== undefined) return;
  const running = holdLease(worker, slot, lease);
  worker.attempts.add(running);
  try {
    await untilAlone(worker, running);
    await execute(worker, unpushed, running);
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

/**
 * Waits until no earlier attempt of the same task is at work here, one that the service has given up: the two share a HOME, a
 * conversation, and without a sandbox a folder.
 */
async function untilAlone({ attempts }: Worker, { request, control }: RunningAttempt): Promise<void> {
  const { stopping } = control.signals;
  const isEarlier = ({ request: other }: RunningAttempt) =>
    other.run === request.run && other.task.id === request.task.id && other.number < request.number;
  while (!stopping.aborted && attempts.all().some(isEarlier)) await attempts.nextEnd(stopping);
}

async function execute(worker: Worker, unpushed: UnpushedWork, running: RunningAttempt): Promise<void> {
  const { request } = running;
  const isSandboxed = worker.processes.sandbox !== 'none';
  const claimed = isSandboxed ? undefined : await claimPlace(worker.folder.path, request);
  const paths = attemptPaths(join(worker.folder.path, 'attempts', request.attempt), claimed);
  const socketFolder = socketFolderFor(worker.options.workDir, worker.randomId().slice(-SOCKET_NAME_LENGTH));
  await writeAttemptRecord(paths, request, socketFolder);
  await makeSocketFolder(socketFolder);
  const streams = openStreams(worker, request);
  streams.log.line(worker.sandboxLine);
  const attempt = await toAttempt(worker, running, paths, socketFolder, streams, isSandboxed || claimed !== undefined);
  const end = await runAttempt(attempt);
  const delivery = await reportEnd(worker, running, paths, streams, end);
  // The journal goes with the folder; the next process sends the report and removes both.
  if (delivery === 'undelivered') return;
  if (delivery !== 'accepted' && (await reportSalvaged(worker, running, paths, end.work)) === 'undelivered') return;
  await unpushed.takeAlong(request.repository.id, attempt.credentials, worker.gaveUp);
  if (end.work.kind === 'only_here') {
    worker.logger.warn('work stays on this machine, to be pushed by a later attempt or at the next start', {
      attempt: request.attempt,
      folder: paths.checkout,
      reason: end.work.reason,
    });
    const leftover = { folder: worker.folder, attempt: request.attempt, paths };
    unpushed.add({ leftover, repository: request.repository.id });
    return;
  }
  await cleanUpAttempt(worker.git, worker.options.workDir, paths, { repository: request.repository, socketFolder });
}
