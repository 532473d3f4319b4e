import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';
import { noteIssue } from './note_issue.ts';
import { rememberShown } from './remember_shown.ts';
import { holdDelivery, settleDelivery } from './settle_delivery.ts';
import { settleEffect } from './settle_effect.ts';
import { wakeEffects } from './wake_effects.ts';

type Traffic = 'settle_effect' | 'wake_effects' | 'remember_shown' | 'note_issue' | 'hold_delivery' | 'settle_delivery';

/** What is sent to where the repository lives, and what is heard from there. */
export function statementsOfTraffic(change: ChangeOf<Traffic>, at: number): Statement | readonly Statement[] {
  switch (change.kind) {
    case 'settle_effect':
      return settleEffect(change);
    case 'wake_effects':
      return wakeEffects(change);
    case 'remember_shown':
      return rememberShown(change, at);
    case 'note_issue':
      return noteIssue(change);
    case 'hold_delivery':
      return holdDelivery(change);
    case 'settle_delivery':
      return settleDelivery(change);
    default:
      return change satisfies never;
  }
}
