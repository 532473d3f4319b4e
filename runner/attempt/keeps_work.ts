import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';

/** Whether what an attempt changes is committed and saved: of what only verifies or reads, nothing is. */
export function keepsWork({ work, readOnly }: Pick<ExecutionRequest, 'work' | 'readOnly'>): boolean {
  return work.kind !== 'verification' && !readOnly;
}
