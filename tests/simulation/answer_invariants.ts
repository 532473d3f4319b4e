import type { Tables } from '../support/memory_tables.ts';

/** Of several who answer at once one counts: an answer follows another only where it says what it takes the place of. */
export function answeredTwice({ events }: Tables): readonly string[] {
  return [...events].flatMap(([run, all]) => {
    const counts = new Map<string, string>();
    return all.flatMap(({ task, attempt, body }) => {
      // It may be asked anew, once nobody waited for it any more.
      if (body.kind !== 'question_withdrawn' && body.kind !== 'question_answered') return [];
      const asked = `Q${body.n} of ${run} ${task} ${attempt}`;
      if (body.kind === 'question_withdrawn') {
        counts.delete(asked);
        return [];
      }
      const before = counts.get(asked);
      counts.set(asked, body.answer);
      return body.before === before ? [] : [`${asked} was answered with ${before}, and then with ${body.answer}.`];
    });
  });
}

/** What an attempt was told is what counts: an answer changes only before a task goes on with it, unless it is overruled. */
export function answerViolations({ attempts, tasks, questions }: Tables): readonly string[] {
  return [...attempts.values()].flatMap((attempt) => {
    const task = tasks.get(attempt.task);
    if (task?.attempts !== attempt.number) return [];
    return attempt.request.answers.flatMap(({ n, answer }) => {
      // One attempt may have asked it in vain before another did: the newer row counts.
      const row = [...questions.values()].findLast((each) => each.task === attempt.task && each.n === n);
      if (row === undefined || row.overruled !== null || row.answer === answer) return [];
      return [`Attempt ${attempt.number} of ${task.key} was told ${answer}, and Q${n} is answered with ${row.answer}.`];
    });
  });
}
