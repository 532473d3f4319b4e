import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';
import { saveRunner, seeRunner } from './change_runner.ts';
import { saveBreaker } from './save_breaker.ts';

type OfRunners = 'save_runner' | 'see_runner' | 'save_breaker';

/** What is known of runners and their agents. */
export function statementsOfRunners(change: ChangeOf<OfRunners>): Statement | readonly Statement[] {
  switch (change.kind) {
    case 'save_runner':
      return saveRunner(change);
    case 'see_runner':
      return seeRunner(change);
    case 'save_breaker':
      return saveBreaker(change);
    default:
      return change satisfies never;
  }
}
