const WHOLE = 'planwright';
const OF_TASK = `${WHOLE} / `;

/** What one of our check runs is called: that of a task by its key, that of the whole (null) by ours alone. Rules of branches name them. */
export function checkName(task: string | null): string {
  return task === null ? WHOLE : `${OF_TASK}${task}`;
}

/** What a check run of this name is about; null: it is none of ours. */
export function readCheckName(name: string): { readonly task: string | null } | null {
  if (name === WHOLE) return { task: null };
  const task = name.startsWith(OF_TASK) ? name.slice(OF_TASK.length) : '';
  return task === '' ? null : { task };
}
