/** One message of a chat. */
export type Message = { readonly role: 'user' | 'assistant'; readonly content: string };

/** A prompt as Aider writes it down: every line a heading of the fourth level. */
export function asPrompt(text: string): string {
  return `\n${text
    .split('\n')
    .map((line) => `#### ${line}`)
    .join('  \n')}\n`;
}

/** Reads a chat back: headings are the user's, quotes are Aider's own, all else is the model's. */
export function readHistory(markdown: string): Message[] {
  const messages: Message[] = [];
  for (const line of markdown.split('\n')) {
    if (line.startsWith('# ') || line.startsWith('> ') || line.trim() === '') continue;
    const isPrompt = line.startsWith('#### ');
    const role = isPrompt ? 'user' : 'assistant';
    const text = isPrompt ? line.slice(5).trimEnd() : line;
    const last = messages.at(-1);
    if (last?.role === role) messages[messages.length - 1] = { role, content: `${last.content}\n${text}` };
    else messages.push({ role, content: text });
  }
  return messages;
}
