import type { Amounts } from '../../protocol/usage.ts';
import { type AgentSettings, NO_AGENT_SETTINGS } from '../agents/agent_settings.ts';
import type { PlanDefaults } from '../plan/plan_defaults.ts';

/** Who may command: at least this permission in the repository, or a member of this team of the organisation. */
export type CommandPermission =
  | { readonly kind: 'role'; readonly atLeast: 'write' | 'maintain' | 'admin' }
  | { readonly kind: 'team'; readonly slug: string };

/** What the settings files of repository, organisation and user come to, with defaults filled in. */
export type RepositorySettings = AgentSettings & {
  /** Label that makes an issue a plan. */
  readonly label: string;
  readonly commandPermission: CommandPermission;
  /** What people without permission get for a command: a reaction and nothing else, or one polite line as well. */
  readonly refusal: 'silent' | 'polite';
  /** What the agents of all plans may use together in a calendar month in UTC; absent: as much as they need. */
  readonly repositoryBudget?: Amounts;
  /** What plans go by where they themselves say nothing. */
  readonly planDefaults: PlanDefaults;
};

/** A setting that files have and plans have not, or `protected`, which adds up. */
export type OwnSetting = Exclude<keyof RepositorySettings, 'planDefaults'>;

/** What holds where no file says otherwise. */
export const DEFAULT_SETTINGS: RepositorySettings = {
  label: 'plan',
  commandPermission: { kind: 'role', atLeast: 'write' },
  refusal: 'silent',
  planDefaults: {},
  ...NO_AGENT_SETTINGS,
};
