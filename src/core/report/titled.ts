/** A list under a heading; nothing where the list is empty. */
export function titled(title: string, list: string): string {
  return list === '' ? '' : `### ${title}\n\n${list}`;
}
