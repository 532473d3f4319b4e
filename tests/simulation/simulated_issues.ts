import type { IssueStanding } from '../../src/core/plan/issue_said.ts';
import type { TaskRecord } from '../../src/core/records.ts';
import { isHidden } from '../../src/core/task/hidden_task.ts';
import { taskHasEnded } from '../../src/core/task/task_state.ts';
import { lookAtIssues } from '../../src/service/chores/look_at_issues.ts';
import { followIssue } from '../../src/service/observations/follow_issue.ts';
import type { GitHubSide } from '../../src/service/ports/github_side.ts';
import { fakeGitHubSide } from '../support/fake_github_side.ts';
import type { SeededRandom } from './seeded_random.ts';
import type { SimulatedService } from './simulated_service.ts';

/** Issues of other people that tasks wait for, or are: they are closed and opened again, which is not always told. */
export class SimulatedIssues {
  /** Those that were closed at some time. */
  readonly wereClosed = new Set<number>();
  readonly #standings = new Map<number, IssueStanding>();
  readonly #random: SeededRandom;
  readonly #service: SimulatedService;
  readonly #github: GitHubSide;

  constructor(random: SeededRandom, service: SimulatedService) {
    this.#random = random;
    this.#service = service;
    const { github } = fakeGitHubSide();
    const issue: GitHubSide['repositories']['issue'] = async (_repository, number) => {
      if (random.chance(service.faults.forgeFails)) throw new Error('GitHub was not reached.');
      return { number, title: '', body: '', isPull: false, standing: this.#standingOf(number) };
    };
    this.#github = { ...github, repositories: { ...github.repositories, issue } };
  }

  /** Anybody closes one that a task waits for, or opens it again; the webhook may be lost. */
  async turn(): Promise<void> {
    const waits = this.#tasks().filter(({ kind }) => kind === 'issue');
    if (waits.length === 0) return;
    const task = this.#random.oneOf(waits);
    const issue = task.spec.issue ?? 0;
    const standing = this.#standingOf(issue) === 'open' ? this.#closed() : 'open';
    this.#set(issue, standing);
    if (this.#random.chance(0.4)) await this.#tell(task, issue, standing, 'eve');
  }

  /** Somebody who may command closes the issue that a task is, or opens it again. */
  async turnOwn(task: TaskRecord): Promise<void> {
    const standing = this.#random.oneOf(['open', 'completed', 'dropped'] as const);
    if (task.kind !== 'issue') await this.#tell(task, 7, standing, 'ada');
  }

  /** All that tasks wait for is closed, and nobody tells of it. */
  closeAll(): void {
    for (const { kind, spec } of this.#tasks()) if (kind === 'issue') this.#set(spec.issue ?? 0, 'completed');
  }

  /** What a service with GitHub looks at now and then. */
  async lookAt(): Promise<void> {
    // Without any, what is drawn stays the same.
    if (!this.#tasks().some(({ kind }) => kind === 'issue')) return;
    return this.#service.carryOut((deps) => lookAtIssues({ ...deps, github: this.#github }));
  }

  /** Nothing that waits for an issue goes on before that was closed, and nobody is given the waiting. */
  violations(): readonly string[] {
    const waits = this.#tasks().filter(({ kind }) => kind === 'issue');
    const strayed = waits.filter(({ state }) => state !== 'pending' && !taskHasEnded(state));
    const early = waits
      .filter(({ state, spec }) => state === 'succeeded' && !spec.done && !this.wereClosed.has(spec.issue ?? 0))
      .map(({ run, key, spec }) => `${run} ${key} waits for #${spec.issue} no more, which was never closed.`);
    return [...strayed.map(({ run, key, state }) => `${run} ${key} waits for an issue, and is ${state}.`), ...early];
  }

  #closed(): IssueStanding {
    return this.#random.oneOf(['completed', 'dropped']);
  }

  #set(issue: number, standing: IssueStanding): void {
    this.#standings.set(issue, standing);
    if (standing !== 'open') this.wereClosed.add(issue);
  }

  #tell(task: TaskRecord, issue: number, standing: IssueStanding, by: string): Promise<void> {
    return this.#service.carryOut((deps) => followIssue(deps, task.id, { issue, of: 'task', by, standing }));
  }

  #standingOf(issue: number): IssueStanding {
    return this.#standings.get(issue) ?? 'open';
  }

  #tasks(): readonly TaskRecord[] {
    return [...this.#service.tables.tasks.values()].filter(({ kind }) => !isHidden(kind));
  }
}
