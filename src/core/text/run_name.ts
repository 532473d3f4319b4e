import type { RunView } from '../../protocol/views.ts';

/** How people name a run: `acme/web#12` where its plan is an issue, else as its plan is called. */
export function runName({ name, issue, repository }: Pick<RunView, 'name' | 'issue' | 'repository'>): string {
  return issue === null ? name : `${repository.name}#${issue}`;
}
