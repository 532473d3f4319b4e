import { amountsText } from '../../core/text/budget_text.ts';
import type { OfRun } from './progress_event.ts';

/** What a line says of a run as a whole; undefined where that changes no state. */
export function runText(read: OfRun): string | undefined {
  switch (read.kind) {
    case 'run_moved':
      if (read.to === 'in_review') return undefined;
      return read.reason === undefined ? read.to : `${read.to}: ${read.reason.message}`;
    case 'run_cancel_requested':
      return `canceled by ${read.by}, the attempts at work are ending`;
    case 'budget_spent':
      return `${read.used} are used: agents stop, their work is kept`;
    case 'budget_changed':
      return `may use ${amountsText(read.to)} from now on, says ${read.by}`;
    case 'plan_edited':
      return `follows an edit of its plan by ${read.by}`;
    case 'plan_edit_proposed':
      return `keeps its plan until the edit by ${read.by} is approved`;
    case 'plan_edit_refused':
      return `keeps its plan: the edit by ${read.by} has mistakes`;
    default:
      return read satisfies never;
  }
}
