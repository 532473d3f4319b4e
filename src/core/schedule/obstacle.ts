/** Why a ready task is not handed to this runner now. */
export type Obstacle =
  | 'service_busy'
  | 'repository_busy'
  | 'run_busy'
  | 'repository_not_served'
  | 'label_missing'
  | 'agent_not_offered'
  | 'agent_resting'
  | 'agent_busy'
  | 'lock_held'
  | 'files_in_use'
  | 'held_for_session';
