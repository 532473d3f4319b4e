import type { Effect } from './effect.ts';

/**
 * Which effects go first when many wait for the same installation: 0 is what work waits for, 1 what people wait for, 2 what
 * only shows or tidies.
 */
export const EFFECT_PRIORITY: Readonly<Record<Effect['kind'], 0 | 1 | 2>> = {
  begin_run: 0,
  begin_planning: 0,
  publish_task: 0,
  merge_task: 0,
  restore_integration: 0,
  rerun_check: 0,
  retarget_pull: 1,
  answer_thread: 1,
  react: 1,
  reply: 1,
  show_plan: 1,
  show_proposal: 1,
  show_questions: 1,
  remind: 1,
  show_diff: 1,
  offer_run: 1,
  close_run: 1,
  check_task: 1,
  show_run: 2,
  delete_branch: 2,
};
