import type { TaskRecord } from '../records.ts';
import type { Taken } from '../task/takeover.ts';

/** The answer to who took a task: where its work is, how to check it out, and how to give it back. Markdown. */
export function takenText({ key, kind }: Pick<TaskRecord, 'key' | 'kind'>, { branch, isEnding }: Taken): string {
  const where = isEnding
    ? `\`${key}\` is yours. Its agent is being stopped; in about a minute all that it has done is on \`${branch}\`.`
    : `\`${key}\` is yours, on \`${branch}\`.`;
  const goesOn =
    kind === 'agent'
      ? 'its agent goes on from what you pushed, and reads what you write behind the command'
      : 'what you pushed is verified; without a change it runs again';
  return [
    `${where} To check it out:`,
    `\`\`\`sh\ngit fetch origin ${branch}\ngit switch ${branch}\n\`\`\``,
    `Commit and push there as you like; nothing of it starts meanwhile, and what comes after it waits. \`/planwright return ${key}\` gives it back: ${goesOn}. Merging its pull request by hand counts as done.`,
  ].join('\n\n');
}
