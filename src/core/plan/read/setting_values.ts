import type { FunctionCall } from '../../../protocol/function_call.ts';
import type { Argv, PlanSettings, TaskSettings } from '../plan.ts';
import { budget, money, tokens } from './amounts.ts';
import { approvals } from './approval.ts';
import { functionCall } from './function_call.ts';
import type { SettingKey } from './setting_keys.ts';
import {
  branch,
  choice,
  duration,
  flag,
  integer,
  login,
  markdownFile,
  merge,
  model,
  name,
  reviewer,
} from './value_kinds.ts';
import { verification } from './verification.ts';
import {
  checkNames,
  commands,
  globs,
  items,
  listOf,
  names,
  type Reference,
  references,
  single,
  someCommands,
  type Written,
} from './written_values.ts';

type Mutable<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** What a set of settings says; keys that were not written, or not understood, are absent. */
export type SettingValues = Mutable<TaskSettings> &
  Mutable<
    Pick<
      PlanSettings,
      | 'base'
      | 'merge'
      | 'concurrency'
      | 'budget'
      | 'headings'
      | 'runTimeoutMs'
      | 'owner'
      | 'reviewers'
      | 'report'
      | 'approvePlan'
    >
  > & {
    after?: readonly Reference[];
    run?: readonly Argv[];
    call?: FunctionCall;
  };

/** How each setting is read. What is not understood is a problem, and the setting stays absent. */
export const readers: Record<SettingKey, (written: Written) => SettingValues> = {
  after: (written) => ({ after: references(written) }),
  agent: (written) => given('agent', single(written, name)),
  role: (written) => given('role', single(written, name)),
  model: (written) => given('model', single(written, model)),
  files: (written) => ({ files: globs(written) }),
  locks: (written) => ({ locks: names(written) }),
  setup: (written) => ({ setup: commands(written) }),
  verify: verification,
  'verify-in': (written) => given('verifyIn', single(written, choice(['worktree', 'clean']))),
  run: (written) => ({ run: someCommands(written) }),
  call: (written) => given('call', single(written, functionCall)),
  timeout: (written) => given('timeoutMs', single(written, duration)),
  'step-timeout': (written) => given('stepTimeoutMs', single(written, duration)),
  retries: (written) => given('retries', single(written, integer(0, 100))),
  'on-failure': (written) => given('onFailure', single(written, choice(['skip', 'continue']))),
  priority: (written) => given('priority', single(written, integer(-1000, 1000))),
  labels: (written) => ({ labels: names(written) }),
  'allow-no-change': (written) => given('allowNoChange', single(written, flag)),
  outputs: (written) => ({ outputs: names(written) }),
  'max-cost': (written) => given('maxCostMicros', single(written, money)),
  'max-tokens': (written) => given('maxTokens', single(written, tokens)),
  estimate: (written) => given('estimateMs', single(written, duration)),
  base: (written) => given('base', single(written, branch)),
  merge: (written) => given('merge', single(written, merge)),
  concurrency: (written) => given('concurrency', single(written, integer(1, 1000))),
  budget: (written) => given('budget', single(written, budget)),
  headings: (written) => ({ headings: items(written).map((item) => item.text) }),
  owner: (written) => given('owner', single(written, login)),
  reviewers: (written) => ({ reviewers: listOf(written, reviewer) }),
  report: (written) => given('report', single(written, markdownFile)),
  protected: (written) => ({ protected: globs(written) }),
  'ask-wait': (written) => given('askWaitMs', single(written, duration)),
  approve: approvals,
  checks: (written) => ({ checks: checkNames(written) }),
  'review-attempts': (written) => given('reviewAttempts', single(written, integer(0, 100))),
  'check-attempts': (written) => given('checkAttempts', single(written, integer(0, 100))),
  'run-timeout': (written) => given('runTimeoutMs', single(written, duration)),
};

function given<K extends keyof SettingValues>(key: K, value: SettingValues[K] | undefined): SettingValues {
  const values: SettingValues = {};
  if (value !== undefined) values[key] = value;
  return values;
}
