import { isHidden } from '../../src/core/task/hidden_task.ts';
import { ORCHESTRATOR } from '../../src/protocol/questions.ts';
import type { Tables } from '../support/memory_tables.ts';

/** What must hold of the orchestrator's answers: each sentence is a violation. */
export function orchestratorViolations({ questions, tasks }: Tables): readonly string[] {
  const rows = [...questions.values()];
  const hidden = [...tasks.values()].filter(({ kind }) => isHidden(kind));
  const lost = rows.filter(({ answering }) => answering !== null && tasks.get(answering)?.kind !== 'answering');
  const split = rows.filter(
    (row) =>
      row.state === 'open' &&
      rows.some(
        (other) =>
          other.run === row.run && other.n === row.n && other.state === 'open' && other.answering !== row.answering,
      ),
  );
  const uninvited = rows.filter(({ answeredBy, answering }) => answeredBy === ORCHESTRATOR && answering === null);
  const changing = hidden.filter(({ commit, pull }) => (commit ?? pull) !== null);
  const repeated = hidden.filter(({ failures }) => Object.keys(failures).length > 0);
  return [
    ...lost.map(({ run, n }) => `Q${n} of ${run} is with an orchestrator that is not there.`),
    ...split.map(
      ({ run, n }) => `Q${n} of ${run} is asked of people for one task and of the orchestrator for another.`,
    ),
    ...uninvited.map(({ run, n }) => `Q${n} of ${run} was answered by the orchestrator, which did not have it.`),
    ...changing.map(({ run, key }) => `${run} ${key} has changed something.`),
    ...repeated.map(({ run, key }) => `${run} ${key} was tried again.`),
  ];
}
