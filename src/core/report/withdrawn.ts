import { code } from '../text/fence.ts';
import { inlineText } from './inline_text.ts';

/** Why a plan that waited for approval does not wait any more, although nobody approved it. */
export type Withdrawal =
  | { readonly kind: 'closed' }
  | { readonly kind: 'unlabelled'; readonly label: string }
  | { readonly kind: 'canceled'; readonly by: string };

const NAME_LIMIT = 200;

/** The comment in which the plan was shown, without its hidden marker. Mentions nobody. */
export function withdrawnText(because: Withdrawal): string {
  switch (because.kind) {
    case 'closed':
      return '**This plan was withdrawn: the issue was closed before anybody approved it.** Nothing has run. If you reopen the issue with its label on, I show the plan again.';
    case 'unlabelled':
      return `**This plan was withdrawn: ${code(because.label)} was taken off before anybody approved it.** Nothing has run. If you set the label again, or write \`/planwright run\`, I show the plan again.`;
    case 'canceled':
      return `**This plan was withdrawn by ${inlineText(because.by, NAME_LIMIT)} before anybody approved it.** Nothing has run. \`/planwright run\` shows it again.`;
    default:
      return because satisfies never;
  }
}
