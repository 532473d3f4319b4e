import { z } from 'zod';
import type { AgentFailure } from '../agent_driver.ts';
import type { JsonRpc } from '../json_rpc.ts';
import type { SessionSettings } from './messages.ts';
import { readAnswer } from './read_answer.ts';

/** A session whose model is to be set. */
export type SessionModel = { readonly sessionId: string; readonly model: string; readonly settings: SessionSettings };

/**
 * Has the session use a model, in whichever of the two ways the agent says that it understands. `then` is called once, with why
 * it cannot; null: it does.
 */
export function chooseModel(rpc: JsonRpc, wanted: SessionModel, then: (failure: AgentFailure | null) => void): void {
  const { sessionId, model, settings } = wanted;
  const option = settings.configOptions?.find(({ category, id }) => category === 'model' || id === 'model');
  const answered = (failure: AgentFailure | null): void =>
    then(failure === null ? null : refused(`it does not take the model ${model}: ${failure.message}`));
  if (settings.models != null) {
    if (settings.models.currentModelId === model) then(null);
    else call(rpc, 'session/set_model', { sessionId, modelId: model }, answered);
  } else if (option !== undefined) {
    if (option.currentValue === model) then(null);
    else call(rpc, 'session/set_config_option', { sessionId, configId: option.id, value: model }, answered);
  } else {
    then(refused(`it cannot be told to use the model ${model}; name the model in its provider's command instead`));
  }
}

function call(rpc: JsonRpc, method: string, params: object, then: (failure: AgentFailure | null) => void): void {
  rpc.call(method, params, (answer) => {
    const read = readAnswer(answer, z.unknown());
    then(read.kind === 'failed' ? read.failure : null);
  });
}

/** Another attempt with the same model would end the same. */
function refused(message: string): AgentFailure {
  return { class: 'refused', message };
}
