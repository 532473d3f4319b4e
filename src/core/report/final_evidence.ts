import { evidenceTable } from './evidence_text.ts';
import { finalVerification, planTasks } from './progress.ts';
import type { RunReport } from './run_report.ts';

/** What was run to check the whole, as a table under a heading; says so where nothing was. */
export function wholeEvidence(report: RunReport): string {
  const evidence = finalVerification(report)?.latest?.evidence ?? [];
  if (evidence.length === 0) return '';
  return `### Verification of the whole\n\n${evidenceTable(
    evidence.map((each) => ({ evidence: each })),
    report.repositoryUrl,
  )}`;
}

/** What was run to check each task that is in. */
export function taskEvidence(report: RunReport): string {
  const rows = planTasks(report)
    .filter((task) => task.state === 'succeeded')
    .flatMap((task) =>
      (task.latest?.evidence ?? [])
        .filter(({ step }) => step === 'verify')
        .map((evidence) => ({ evidence, of: `\`${task.key}\`` })),
    );
  return rows.length === 0 ? '' : `### Verification of the tasks\n\n${evidenceTable(rows, report.repositoryUrl)}`;
}
