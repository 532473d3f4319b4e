/** The name of the output by which an agent answers a thread. No later task is given it. */
export function threadOutput(thread: number): string {
  return `${PREFIX}${thread}`;
}

const PREFIX = 'answer-thread-';

/** Outputs for later tasks, and what is an answer to threads, by their ids. */
export function partAnswers(outputs: Readonly<Record<string, string>>): {
  readonly outputs: Readonly<Record<string, string>>;
  readonly answers: ReadonlyMap<number, string>;
} {
  const [own, answers] = [new Map<string, string>(), new Map<number, string>()];
  for (const [name, value] of Object.entries(outputs)) {
    const thread = /^answer-thread-(\d{1,15})$/.exec(name)?.[1];
    if (thread === undefined) own.set(name, value);
    else answers.set(Number(thread), value);
  }
  return { outputs: Object.fromEntries(own), answers };
}
