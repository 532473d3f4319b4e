import { DEFAULT_CHECK_ATTEMPTS, DEFAULT_REVIEW_ATTEMPTS } from '../../src/core/finding/finding_limits.ts';
import { attemptsFor, type FindingRecord } from '../../src/core/finding/finding_record.ts';
import { TRY_AGAIN } from '../../src/core/question/progress_answers.ts';
import { findingsOf } from '../support/memory_findings.ts';
import type { Tables } from '../support/memory_tables.ts';

/** What reviews and checks found is not lost, and not worked at for ever. */
export class FindingInvariants {
  #before = new Map<string, FindingRecord>();

  violations(tables: Tables): readonly string[] {
    const wrong: string[] = [];
    for (const [id, before] of this.#before) {
      const now = tables.findings.get(id);
      if (now === undefined) wrong.push(`${before.key} is forgotten.`);
      else if (isOver(before) && now.state !== before.state)
        wrong.push(`${now.key} was ${before.state}, and is ${now.state}.`);
      else if (before.attempt !== null && now.attempt !== before.attempt)
        wrong.push(`${now.key} was told to another attempt first.`);
    }
    for (const { key, state, attempt } of tables.findings.values()) {
      if (state === 'done' && attempt === null) wrong.push(`${key} is done, and no attempt was told of it.`);
    }
    for (const { id, key } of tables.tasks.values()) {
      const found = findingsOf(tables, id);
      const most = { review: DEFAULT_REVIEW_ATTEMPTS, check: DEFAULT_CHECK_ATTEMPTS };
      const wanted = [...tables.questions.values()].filter((row) => isAgain(row) && row.task === id).length;
      for (const source of ['review', 'check'] as const) {
        const rounds = attemptsFor(found, source);
        if (rounds > most[source] + wanted) wrong.push(`${key} has ${rounds} attempts because of ${source}s.`);
      }
    }
    this.#before = new Map(tables.findings);
    return wrong;
  }
}

function isOver({ state }: FindingRecord): boolean {
  return state === 'done' || state === 'dropped';
}

function isAgain({ source, answer }: { readonly source: string; readonly answer: string | null }): boolean {
  return source === 'no_progress' && answer === TRY_AGAIN;
}
