import { z } from 'zod';
import type { AgentFailure, AgentTask, EarlierSession } from '../agent_driver.ts';
import type { JsonRpc } from '../json_rpc.ts';
import { chooseModel, type SessionModel } from './choose_model.ts';
import { mcpServer } from './launch.ts';
import { LoadAnswer, SessionAnswer } from './messages.ts';
import { readAnswer } from './read_answer.ts';

/** The version of the protocol that is spoken. */
const PROTOCOL_VERSION = 1;

/** What came of opening a session. */
export type Opened =
  | { readonly kind: 'open'; readonly sessionId: string; readonly model: string | null }
  | { readonly kind: 'failed'; readonly failure: AgentFailure };

/** Greets the agent and begins a new session, or loads the earlier one. `then` is called once. */
export function openSession(rpc: JsonRpc, task: AgentTask, then: (opened: Opened) => void): void {
  const clientCapabilities = {
    fs: { readTextFile: false, writeTextFile: false },
    terminal: false,
    // Goose then tells what the session has used in all.
    _meta: { goose: { customNotifications: true } },
  };
  const clientInfo = { name: 'planwright', version: '1' };
  rpc.call('initialize', { protocolVersion: PROTOCOL_VERSION, clientCapabilities, clientInfo }, (answer) => {
    const read = readAnswer(answer, z.unknown());
    if (read.kind === 'failed') then(read);
    else if (task.session === null) newSession(rpc, task, then);
    else loadSession(rpc, task, task.session, then);
  });
}

function newSession(rpc: JsonRpc, task: AgentTask, then: (opened: Opened) => void): void {
  rpc.call('session/new', surroundings(task), (answer) => {
    const read = readAnswer(answer, SessionAnswer);
    if (read.kind === 'failed') then(read);
    else withModel(rpc, task, { sessionId: read.data.sessionId, settings: read.data }, then);
  });
}

function loadSession(rpc: JsonRpc, task: AgentTask, { id }: EarlierSession, then: (opened: Opened) => void): void {
  rpc.call('session/load', { sessionId: id, ...surroundings(task) }, (answer) => {
    const read = readAnswer(answer, LoadAnswer);
    if (read.kind === 'failed') {
      then({ kind: 'failed', failure: { ...read.failure, isSessionLost: true } });
      return;
    }
    const open = (): void => withModel(rpc, task, { sessionId: id, settings: read.data }, then);
    const modeId = read.data.modes?.currentModeId;
    // Gemini answers before it has told the conversation again. A call that changes nothing is answered after that, so that
    // what is old is not taken for news.
    if (modeId === undefined) open();
    else rpc.call('session/set_mode', { sessionId: id, modeId }, open);
  });
}

function withModel(
  rpc: JsonRpc,
  { model }: AgentTask,
  session: Omit<SessionModel, 'model'>,
  then: (opened: Opened) => void,
): void {
  const { sessionId } = session;
  if (model === null) {
    then({ kind: 'open', sessionId, model: session.settings.models?.currentModelId ?? null });
    return;
  }
  chooseModel(rpc, { ...session, model }, (failure) => {
    then(failure === null ? { kind: 'open', sessionId, model } : { kind: 'failed', failure });
  });
}

function surroundings({ workingDirectory, tools }: AgentTask) {
  return { cwd: workingDirectory, mcpServers: tools === null ? [] : [mcpServer(tools)] };
}
