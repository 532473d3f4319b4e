import type { Tables } from '../support/memory_tables.ts';

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
