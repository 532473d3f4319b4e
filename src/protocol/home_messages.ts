import { z } from 'zod';
import { Id } from './primitives.ts';

/** The most tasks that one message asks about. */
export const ASKED_TASKS_LIMIT = 256;

/**
 * `POST homes`: which of the tasks whose HOMEs a runner keeps still need them, and which never will again. What stands in
 * neither list is for the runner to judge: nobody knows the task, or a person may still retry it.
 */
export const HomesRequest = z.object({ runner: Id, tasks: z.array(Id).max(ASKED_TASKS_LIMIT) });
export type HomesRequest = z.infer<typeof HomesRequest>;
export const HomesResponse = z.object({ needed: z.array(Id), over: z.array(Id) });
export type HomesResponse = z.infer<typeof HomesResponse>;
