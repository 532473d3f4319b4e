import type { RepositoryRecord } from '../../core/records.ts';
import type { CommandPermission } from '../../core/settings/repository_settings.ts';

/** Who may do what, as GitHub has it. Each call may throw for passing trouble; then the delivery is processed again later. */
export type Authorization = {
  /** Whether this person has at least that permission in the repository. Bots never have. A refusal may be a minute old, a yes is not. */
  readonly may: (repository: RepositoryRecord, login: string, need: CommandPermission) => Promise<boolean>;
  /** Whether installations of this id count: their owner is allowed. */
  readonly isAllowed: (installation: number) => Promise<boolean>;
};
