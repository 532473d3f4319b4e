import type { ForgeRequest } from '../../service/ports/forge.ts';

/** What an installation token may do. Reading metadata comes with each, and may be named to ask for that alone. */
export type Permissions = Readonly<
  Partial<Record<'actions' | 'checks' | 'contents' | 'issues' | 'members' | 'pull_requests', 'read' | 'write'>>
> & { readonly metadata?: 'read' };

/** The least that each kind of effect gets by with. What an effect needs once in a while, it asks for apart. */
const PERMISSIONS: Readonly<Record<ForgeRequest['kind'], Permissions>> = {
  begin_run: { contents: 'write' },
  begin_planning: { contents: 'read' },
  publish_task: { contents: 'write' },
  check_task: { checks: 'write' },
  merge_task: { contents: 'write', pull_requests: 'read' },
  delete_branch: { contents: 'write' },
  restore_integration: { contents: 'write' },
  retarget_pull: { pull_requests: 'write' },
  show_run: { issues: 'write' },
  show_diff: { issues: 'write' },
  offer_run: { contents: 'read', pull_requests: 'write' },
  close_run: { issues: 'write' },
  show_plan: { issues: 'write' },
  show_proposal: { issues: 'write' },
  show_question: { issues: 'write' },
  show_question_check: { checks: 'write' },
  remind: { issues: 'write' },
  /** Commands stand below pull requests too. */
  reply: { issues: 'write', pull_requests: 'write' },
  answer_thread: { pull_requests: 'write' },
  rerun_check: { actions: 'write', checks: 'write' },
  react: { issues: 'write', pull_requests: 'write' },
};

/** What the token for this request may do. */
export function permissionsOf(request: ForgeRequest): Permissions {
  if (request.kind === 'publish_task' && request.pull !== null) return { contents: 'write', pull_requests: 'write' };
  // Which files were changed is asked for only where a place in one could be marked.
  if (request.kind === 'check_task' && request.check.places.length > 0) return { checks: 'write', contents: 'read' };
  return PERMISSIONS[request.kind];
}
