import type { Slot } from '../../protocol/slot.ts';
import { ORCHESTRATOR_ROLE } from '../agents/roles.ts';
import type { TaskRouting } from '../agents/task_routing.ts';
import type { TaskRecord } from '../records.ts';
import { isAgents } from '../task/hidden_task.ts';

/** The slot that a task's attempts need. A role is an agent's: what no agent does is a task like any other. */
export function slotOf({
  kind,
  routing,
}: Pick<TaskRecord, 'kind'> & { readonly routing: Pick<TaskRouting, 'role'> }): Slot {
  return isAgents(kind) && routing.role === ORCHESTRATOR_ROLE ? 'orchestrator' : 'task';
}
