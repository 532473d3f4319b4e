/** `` `a`, `b` and 3 more ``: keys of tasks, of which only so many are named. */
export function someKeys(keys: readonly string[], most = 10): string {
  const named = keys.slice(0, most).map((key) => `\`${key}\``);
  const left = keys.length - named.length;
  return `${named.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
