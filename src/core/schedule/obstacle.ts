/** Why a ready task is not handed to this runner now. */
export type Obstacle =
  | 'service_busy'
  | 'repository_busy'
  | 'run_busy'
  /** All that its run, or its repository in this month, may use is used. */
  | 'budget_spent'
  | 'repository_budget_spent'
  /** What is left of a budget is kept for what is at work. */
  | 'budget_kept'
  | 'repository_not_served'
  | 'label_missing'
  | 'agent_not_offered'
  | 'agent_resting'
  | 'agent_busy'
  | 'lock_held'
  | 'files_in_use'
  | 'held_for_session';
