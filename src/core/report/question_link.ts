import type { RunReport } from './run_report.ts';

/** `Q3`, linked to its comment where there is one. */
export function questionLink(
  {
    run,
    repositoryUrl,
    questionComments,
  }: Pick<RunReport, 'repositoryUrl' | 'questionComments'> & {
    readonly run: Pick<RunReport['run'], 'issue'>;
  },
  n: number,
): string {
  const comment = questionComments.get(n);
  if (comment === undefined || run.issue === null) return `Q${n}`;
  return `[Q${n}](${repositoryUrl}/issues/${run.issue}#issuecomment-${comment})`;
}
