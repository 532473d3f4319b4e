import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';

/** The branch that `git status` shows in the worktree. It is for the reader only; nothing is made of it. */
export function branchShown(request: ExecutionRequest): string {
  return ['planwright', request.issue, request.task.key].map(asSegment).join('/');
}

function asSegment(text: string): string {
  const allowed = text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/\.{2,}/g, '.');
  return allowed.replace(/^[^A-Za-z0-9]+/, '').replace(/(\.lock|\.)+$/, '') || 'task';
}
