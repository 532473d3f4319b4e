import type { Call, Conversation } from './conversation.ts';

/** Whether the model has no tools, and says in its answer what files are to hold, as Aider wants it. */
export function editsInWords({ system, tools }: Pick<Conversation, 'system' | 'tools'>): boolean {
  return tools.length === 0 && system.includes('SEARCH/REPLACE');
}

/**
 * A new file as a search/replace block.
 *
 * @throws where words cannot do it
 */
export function inWords(call: Call): string {
  if (call.kind !== 'write') throw new Error(`No words ${call.kind === 'shell' ? 'run a command' : 'call a tool'}.`);
  return `${call.path}\n\`\`\`\n<<<<<<< SEARCH\n=======\n${call.text}>>>>>>> REPLACE\n\`\`\``;
}
