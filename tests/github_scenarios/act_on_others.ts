import type { Performance } from './performance.ts';
import type { Act } from './scenario.ts';

/** What a person does to an issue beside the plan's own. */
export type OtherIssueDeed = Extract<
  Act,
  | { readonly 'open-issue': unknown }
  | { readonly 'edit-issue': unknown }
  | { readonly 'close-issue': unknown }
  | { readonly 'block-issue': unknown }
>;

const KEYS = ['open-issue', 'edit-issue', 'close-issue', 'block-issue'];

/** Whether a deed is one. */
export function isOtherIssueDeed(deed: Act): deed is OtherIssueDeed {
  return Object.keys(deed).some((key) => KEYS.includes(key));
}

/** Does it; an issue that is opened below or behind others is related to them at once. */
export async function actOnOtherIssue(deed: OtherIssueDeed, { github, repository: repo }: Performance): Promise<void> {
  if ('open-issue' in deed) {
    const { by, title, body, below: parent, 'blocked-by': blockers } = deed['open-issue'];
    const { number } = await github.openIssue({ repo, author: by, title, body });
    if (parent !== undefined) await github.putBelow({ repo, number, by, parent });
    for (const blocker of blockers) await github.blockIssue({ repo, number, by, blocker });
  } else if ('edit-issue' in deed) {
    const { by, number, title, body } = deed['edit-issue'];
    const text = { ...(title === undefined ? {} : { title }), ...(body === undefined ? {} : { body }) };
    await github.editIssue({ repo, number, by, ...text });
  } else if ('close-issue' in deed) {
    const { by, number, reason = 'completed' } = deed['close-issue'];
    await github.closeIssue({ repo, number, by, reason });
  } else {
    const { by, number, blocker } = deed['block-issue'];
    await github.blockIssue({ repo, number, by, blocker });
  }
}
