/** The text with a hidden marker, by which it is found again; last, so that previews begin with the text. */
export function marked(text: string, marker: string): string {
  return text.includes(marker) ? text : `${text}\n\n${marker}`;
}
