import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { Attempt } from '../attempt/attempt.ts';
import type { AttemptPaths } from '../attempt/attempt_paths.ts';
import { EvidenceList } from '../attempt/evidence.ts';
import { OutputCollection } from '../attempt/outputs.ts';
import { clearLent } from '../home/lent_record.ts';
import { AttemptCredentials } from './attempt_credentials.ts';
import type { AttemptStreams } from './attempt_streams.ts';
import { homeName, type TaskHome, taskHome } from './homes.ts';
import { questionsOf } from './questions_of.ts';
import { reportSession, reportStart } from './report_attempt.ts';
import type { RunningAttempt } from './running_attempts.ts';
import type { Worker } from './worker.ts';

/** An attempt as it begins, with all that it needs of this runner: its HOME among it, and nothing that was lent there before. */
export async function toAttempt(
  worker: Worker,
  running: RunningAttempt,
  paths: AttemptPaths,
  socketFolder: string,
  streams: AttemptStreams,
  isInUsualFolder: boolean,
): Promise<Attempt> {
  const { request, control } = running;
  const { providers } = worker.options.config;
  const home = await homeWithNothingLent(worker, request);
  return {
    request,
    paths,
    own: { home: home.path, temporary: paths.temporary },
    isHomeKept: home.isKept,
    isInUsualFolder,
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

/** The HOME of the attempt, without what an earlier one was lent and could not be taken away. */
async function homeWithNothingLent(worker: Worker, request: ExecutionRequest): Promise<TaskHome> {
  const home = await taskHome(worker.folder.path, homeName(request), worker.epochMs());
  await clearLent(home.path);
  return home;
}
