import type { TaskSettings } from '../plan/plan.ts';
import { DEFAULT_CHECK_ATTEMPTS, DEFAULT_REVIEW_ATTEMPTS } from './finding_limits.ts';
import { attemptsFor, type FindingRecord, type FindingSource, sourceOf } from './finding_record.ts';

/** Why no further attempt follows by itself, for people; null: one does. */
export function whyStuck(findings: readonly FindingRecord[], settings: TaskSettings): string | null {
  const open = findings.filter(({ state }) => state === 'open');
  for (const source of ['review', 'check'] as const) {
    if (!open.some((finding) => sourceOf(finding) === source && finding.attempt === null)) continue;
    const [made, most] = [attemptsFor(findings, source), mostAttempts(source, settings)];
    if (made >= most) return boundReached(source, made);
  }
  const repeated = open.find((finding) => failedSoBefore(finding, findings));
  if (repeated?.content.kind !== 'check') return null;
  return `the check \`${repeated.content.name}\` fails as it did before the last attempt`;
}

/** Whether what a review or a check finds next has no further attempt made by itself: as many were made as may be. */
export function isBoundReached(
  source: FindingSource,
  findings: readonly FindingRecord[],
  settings: TaskSettings,
): boolean {
  return attemptsFor(findings, source) >= mostAttempts(source, settings);
}

function mostAttempts(source: FindingSource, { reviewAttempts, checkAttempts }: TaskSettings): number {
  switch (source) {
    case 'review':
      return reviewAttempts ?? DEFAULT_REVIEW_ATTEMPTS;
    case 'check':
      return checkAttempts ?? DEFAULT_CHECK_ATTEMPTS;
    default:
      return source satisfies never;
  }
}

function boundReached(source: FindingSource, made: number): string {
  const because = source === 'review' ? 'reviews' : 'failing checks';
  if (made === 0) return `no further attempt is made because of ${because}`;
  return `${made === 1 ? '1 attempt was' : `${made} attempts were`} made because of ${because}, and that is the bound`;
}

/** The newest attempt was told of the same failure of the same check. */
function failedSoBefore({ content, attempt }: FindingRecord, all: readonly FindingRecord[]): boolean {
  if (content.kind !== 'check' || attempt !== null) return false;
  const before = all.filter((other) => other.content.kind === 'check' && other.content.name === content.name);
  const told = before.filter((other) => other.attempt !== null);
  const newest = told.toSorted((left, right) => (right.attempt ?? 0) - (left.attempt ?? 0))[0];
  return newest?.content.kind === 'check' && sameFailure(newest.content.message, content.message);
}

/** Numbers, durations and commits differ from one run of a check to the next. */
function sameFailure(left: string, right: string): boolean {
  const plain = (text: string) => text.replace(/[0-9a-f]{7,}|\d+/gi, '0').trim();
  return plain(left) !== '' && plain(left) === plain(right);
}
