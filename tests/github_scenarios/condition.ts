import { answerOf } from '../../src/cli/client/answer_of.ts';
import { RunResponse } from '../../src/protocol/operator.ts';
import { fits } from '../scenarios/expectations.ts';
import { botOf, fullBranch, type Performance } from './performance.ts';
import type { Condition } from './scenario.ts';

/** What of a condition does not hold at the moment, in words; empty: all of it holds. */
export async function missing(condition: Condition, performance: Performance): Promise<readonly string[]> {
  const onGitHub = [...missingOnIssue(condition, performance), ...missingInRepository(condition, performance)];
  if (onGitHub.length > 0) return onGitHub;
  const { arrived } = condition;
  if (arrived !== undefined && !performance.meetingPoint.waits(arrived.at, arrived.parties)) {
    return [`${arrived.parties} agents at ${arrived.at}`];
  }
  const inService = await missingInService(condition, performance);
  if (inService.length > 0 || condition.settled !== true) return inService;
  return await performance.view.underWay();
}

function missingOnIssue(condition: Condition, performance: Performance): readonly string[] {
  const { github, repository, issue } = performance;
  const all = repository.issues.has(issue) ? github.comments(repository, issue) : [];
  const ours = all.filter(({ author }) => author === botOf(performance));
  const { comment, label, reaction } = condition;
  const without = condition['no-comment'];
  const wanted: string[] = [];
  if (comment !== undefined && !ours.some(({ body }) => body.includes(comment))) wanted.push(`comment with ${comment}`);
  if (without !== undefined && ours.some(({ body }) => body.includes(without)))
    wanted.push(`no comment with ${without}`);
  if (label !== undefined && !hasLabel(performance, label)) wanted.push(`label ${label}`);
  if (reaction !== undefined) {
    const newest = github.comments(repository).findLast(({ author }) => author !== botOf(performance));
    if (!newest?.reactions.some(({ content }) => content === reaction)) wanted.push(`reaction ${reaction}`);
  }
  return wanted;
}

function hasLabel({ github, repository, issue }: Performance, label: string): boolean {
  const labels = github.labels(repository, issue);
  return label.startsWith('!') ? !labels.includes(label.slice(1)) : labels.includes(label);
}

function missingInRepository(condition: Condition, performance: Performance): readonly string[] {
  const { pull, check, branch } = condition;
  const { github, repository } = performance;
  const wanted: string[] = [];
  if (pull !== undefined) {
    const head = fullBranch(pull.head, performance);
    const found = github.pulls(repository).findLast((each) => each.pull.headBranch === head);
    const state = found?.pull.mergedAt === null ? found.state : 'merged';
    const fitting =
      found !== undefined &&
      (pull.base === undefined || fullBranch(pull.base, performance) === found.pull.baseBranch) &&
      (pull.state === undefined || pull.state === state) &&
      (pull.draft === undefined || pull.draft === found.pull.draft);
    if (!fitting) wanted.push(`pull request ${JSON.stringify(pull)}`);
  }
  if (check !== undefined) {
    const found = github
      .checks(repository)
      .some(({ name, conclusion }) => name === check.name && conclusion === check.conclusion);
    if (!found) wanted.push(`check ${JSON.stringify(check)}`);
  }
  const atWork = condition['at-work'];
  if (atWork !== undefined) {
    const isIt = ({ name, status }: { name: string; status: string }) =>
      name === atWork.check && status !== 'completed';
    if (!github.checks(repository).some(isIt)) wanted.push(`check ${atWork.check} at work`);
  }
  if (branch !== undefined) {
    const exists = fullBranch(branch.name, performance) in github.branches(repository);
    if (exists === branch.gone) wanted.push(`branch ${JSON.stringify(branch)}`);
  }
  return wanted;
}

async function missingInService(
  { event, run, tasks }: Condition,
  performance: Performance,
): Promise<readonly string[]> {
  const { view, client } = performance;
  if (event !== undefined && !(await view.events()).some((each) => fits(each, event))) {
    return [`event ${JSON.stringify(event)}`];
  }
  if (run === undefined && tasks === undefined) return [];
  const newest = (await view.runs()).at(-1);
  if (newest === undefined) return ['run'];
  if (run !== undefined && newest.state !== run) return [`run that is ${run} (it is ${newest.state})`];
  if (tasks === undefined) return [];
  const param = { run: newest.id };
  const shown = await answerOf(RunResponse, client.api.v1.runs[':run'].$get({ param }));
  const states = new Map(shown.tasks.map((task) => [task.key, task.state as string]));
  return Object.entries(tasks)
    .filter(([key, state]) => states.get(key) !== state)
    .map(([key, state]) => `task ${key} that is ${state} (it is ${states.get(key)})`);
}
