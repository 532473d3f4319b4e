import { harmlessCommitMessage } from '../../../src/text/harmless.ts';
import { installTool, socketPath } from '../../tools/install_tool.ts';
import { serveTools, type ToolServer } from '../../tools/tool_server.ts';
import type { Attempt, Place } from '../attempt.ts';
import { taskFolders } from '../commands/run_task_command.ts';
import { keepsWork } from '../keeps_work.ts';
import { askByTool } from './ask_by_tool.ts';
import { commitNow } from './commit_work.ts';

/** The most of a progress line that the protocol carries, in UTF-16 code units. */
const PROGRESS_LIMIT = 500;

/** Puts `planwright-tool` on the task's PATH and serves it until closed. */
export async function openTools(attempt: Attempt, place: Place): Promise<ToolServer> {
  const { surroundings, paths, socketFolder, own } = attempt;
  const socket = socketPath(socketFolder);
  const folders = taskFolders(attempt, place, { checkout: place.checkout, own, gitWritable: true });
  await installTool(paths.programs, surroundings.processes.seenPath(folders, socket), surroundings.tool);
  // Commits come one after another, and the attempt waits for the one at work before it goes on.
  let lastCommit: Promise<unknown> = Promise.resolve();
  const server = await serveTools(socket, {
    progress: (text) => attempt.setProgress(oneLine(text)),
    output: (name, value) => attempt.outputs.set(name, value),
    plan: () => planAndInputs(attempt),
    ask: (request) => askByTool(attempt, request),
    commit: async (message) => {
      if (!keepsWork(attempt.request)) throw new Error('nothing is committed here: what is changed counts for nothing');
      const mine = lastCommit.then(() => commitNow(attempt, place, harmlessCommitMessage(message)));
      lastCommit = mine.catch(() => undefined);
      const result = await mine;
      return result.kind === 'committed' ? `committed ${result.commit}` : 'nothing has changed since the last commit';
    },
  });
  return {
    close: async () => {
      await server.close();
      await lastCommit;
    },
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, PROGRESS_LIMIT);
}

function planAndInputs({ request }: Attempt): string {
  const inputs = request.inputs.map((input) => {
    const outputs = Object.entries(input.outputs).map(([name, value]) => `  ${name}=${value}`);
    return [`${input.task} (${input.title}): ${input.state}`, input.summary, ...outputs].filter(Boolean).join('\n');
  });
  const results = inputs.length === 0 ? [] : ['What this task builds on:', ...inputs];
  return `${[request.planText.trimEnd(), ...results].join('\n\n')}\n`;
}
