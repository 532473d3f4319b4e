import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import type { IsAllowed, SecretInCommit } from '../../git/commit_secrets.ts';
import { ALLOW, consents, listedPath } from './consent.ts';

/** By what people have said of these very values in these files: whether each may be committed. */
export function allowedSecrets({ answers }: Pick<ExecutionRequest, 'answers'>): IsAllowed {
  const said = consents(answers, 'secret_shapes');
  return (likeness) => said.get(secretLine(likeness)) === ALLOW;
}

/** Whether a person has said that one of them may not be committed. */
export function isDiscarded(found: readonly SecretInCommit[], { answers }: Pick<ExecutionRequest, 'answers'>): boolean {
  const said = consents(answers, 'secret_shapes');
  return found.some((one) => said.has(secretLine(one)) && said.get(secretLine(one)) !== ALLOW);
}

/** The line of a question that its answer holds for. The line of the file is not part of it: it moves with what stands above. */
export function secretLine({ kind, digest, place }: SecretInCommit): string {
  return `${kind} ${digest} ${listedPath(place?.path ?? null)}`;
}
