import { mkdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { Id } from '../../src/protocol/primitives.ts';
import { writeDurably } from '../files/write_durably.ts';
import type { AttemptPaths } from './attempt_paths.ts';
import { keepsWork } from './keeps_work.ts';

/** What a later process needs to save and remove what this attempt left, should this process die. */
export const AttemptRecord = z.object({
  attempt: Id,
  repository: z.object({ id: Id, cloneUrl: z.string() }),
  attemptRef: z.string(),
  commitMessage: z.string(),
  agent: z.string(),
  /** What a later process has to save; `nothing`: whatever was changed counts for nothing. */
  work: z.enum(['kept', 'nothing']),
  /** Where worktree and git directory lie. */
  checkout: z.string(),
  /** Folder of the tool server's socket, which may lie outside the attempt's. */
  socketFolder: z.string(),
});
export type AttemptRecord = z.infer<typeof AttemptRecord>;

/** Writes the record before anything else of the attempt exists. */
export async function writeAttemptRecord(
  paths: AttemptPaths,
  request: ExecutionRequest,
  socketFolder: string,
): Promise<void> {
  await mkdir(paths.path, { recursive: true, mode: 0o700 });
  const record: AttemptRecord = {
    attempt: request.attempt,
    repository: request.repository,
    attemptRef: request.attemptRef,
    commitMessage: request.commitMessage,
    agent: agentName(request),
    work: keepsWork(request) ? 'kept' : 'nothing',
    checkout: paths.checkout,
    socketFolder,
  };
  await writeDurably(paths.record, JSON.stringify(record));
}

/** The record of a leftover attempt; undefined where it died before it had one. */
export async function readAttemptRecord(paths: AttemptPaths): Promise<AttemptRecord | undefined> {
  const text = await readFile(paths.record, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : AttemptRecord.safeParse(JSON.parse(text)).data;
}

/** Who did the work, as it stands in the commit. */
export function agentName(request: ExecutionRequest): string {
  switch (request.work.kind) {
    case 'agent':
      return request.work.agent;
    case 'command':
      return 'command';
    case 'function':
      return 'function';
    case 'verification':
      return 'verification';
    default:
      return request.work satisfies never;
  }
}
