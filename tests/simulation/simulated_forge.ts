import type { EffectAnswer } from '../../src/core/effects/effect.ts';
import { approvedHash } from '../../src/core/report/approval_line.ts';
import type { Forge, ForgeRequest } from '../../src/service/ports/forge.ts';
import type { TaskScript } from './random_plan.ts';

/** What the forge asks of the simulation. */
export type ForgeScript = {
  readonly scriptOf: (task: string) => TaskScript | undefined;
  readonly beginRefused: (run: string) => boolean;
  /** How often the work of the task has met a conflict already. */
  readonly conflictsOf: (task: string) => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newCommit: () => string;
  /** Passing trouble strikes now. */
  readonly fails: () => boolean;
  /** For how many turns of other work the forge is busy with what it is asked. */
  readonly turns: () => number;
};

/** A repository's branches in memory. Everything is idempotent, and an answer may be lost after the deed. */
export class SimulatedForge implements Forge {
  readonly #script: ForgeScript;
  /** Merge commit of each commit that was merged. */
  readonly merges = new Map<string, string>();
  /** Prefixes of branches, with the run that made them; null: somebody else did. */
  readonly prefixes = new Map<string, { readonly run: string | null; readonly baseCommit: string }>();

  /** Where each run's integration branch stands, as far as the forge moved it. */
  readonly heads = new Map<string, string>();
  /** Each run's report, and how often it was committed. */
  readonly reports = new Map<string, { readonly text: string; readonly commit: string; readonly times: number }>();
  /** Short hashes of the plans that were shown for approval, and when each was first. */
  readonly shownPlans = new Map<string, number>();
  /** What was asked for in an order that is not allowed, one sentence each. */
  readonly violations: string[] = [];
  /** Commits of tasks that were published. */
  readonly #published = new Set<string>();
  /** What is under way: branches by the words of who moves them. */
  readonly #moving = new Set<string>();

  constructor(script: ForgeScript) {
    this.#script = script;
  }

  readonly send: Forge['send'] = async (request, target) => {
    if (this.#script.fails()) throw new Error('The forge was not reached.');
    const run = target.run?.id ?? '';
    const leave = this.#enter(request, run);
    for (let turns = this.#script.turns(); turns > 0; turns--) await Promise.resolve();
    const answer = this.#act(request, run);
    leave();
    if (this.#script.fails()) throw new Error('The answer of the forge was lost.');
    return { answer, shown: [] };
  };

  readonly credential: Forge['credential'] = async () => null;

  /** One at a time moves a branch, and nothing is merged that was not published. */
  #enter(request: ForgeRequest, run: string): () => void {
    const branch = branchMovedBy(request, run);
    if (branch === null) return () => undefined;
    if (this.#moving.has(branch)) this.violations.push(`${branch} is moved twice at once.`);
    if (request.kind === 'merge_task' && !this.#published.has(request.commit)) {
      this.violations.push(`${request.commit} of ${request.task} is merged before it is published.`);
    }
    this.#moving.add(branch);
    return () => void this.#moving.delete(branch);
  }

  #act(effect: ForgeRequest, run: string): EffectAnswer {
    switch (effect.kind) {
      case 'begin_run':
        return this.#begin(effect.branchPrefix, run);
      case 'publish_task': {
        const refused = this.#script.scriptOf(effect.task)?.publishRefused === true;
        if (!refused) this.#published.add(effect.commit);
        return refused
          ? { kind: 'refused', message: 'Somebody else moved the branch.' }
          : { kind: 'published', pull: null };
      }
      case 'merge_task':
        return this.#merge(effect.task, effect.commit, run);
      case 'offer_run':
        return this.#offer(effect, run);
      case 'begin_planning':
        return this.#script.beginRefused(run)
          ? { kind: 'refused', message: 'There is no such branch.' }
          : { kind: 'begun', base: 'main', baseCommit: this.#script.newCommit() };
      case 'show_proposal':
        this.#show(effect.text);
        return { kind: 'plan_shown', at: this.#script.now() };
      case 'show_diff':
        if (effect.proposal === null) return { kind: 'done' };
        this.#show(effect.comment);
        return { kind: 'edit_shown', proposal: effect.proposal, at: this.#script.now() };
      case 'check_task':
      case 'delete_branch':
      case 'restore_integration':
      case 'retarget_pull':
      case 'answer_thread':
      case 'rerun_check':
      case 'show_run':
      case 'close_run':
      case 'show_plan':
      case 'show_question':
      case 'show_question_check':
      case 'remind':
      case 'reply':
      case 'react':
        return { kind: 'done' };
      default:
        return effect satisfies never;
    }
  }

  /** Whoever ticks the box of what is shown here approves what has this hash. */
  #show(comment: string): void {
    const hash = approvedHash(comment.replaceAll('- [ ] Approve', '- [x] Approve')) ?? '';
    if (!this.shownPlans.has(hash)) this.shownPlans.set(hash, this.#script.now());
  }

  #begin(prefix: string, run: string): EffectAnswer {
    if (this.#script.beginRefused(run)) return { kind: 'refused', message: 'There is no such branch.' };
    const known = this.prefixes.get(prefix);
    if (known !== undefined && known.run !== run) return { kind: 'prefix_taken' };
    const { baseCommit } = known ?? { baseCommit: this.#script.newCommit() };
    this.prefixes.set(prefix, { run, baseCommit });
    return { kind: 'begun', base: 'main', baseCommit };
  }

  /** The report is committed once for each text. */
  #offer({ report, ready }: Extract<ForgeRequest, { kind: 'offer_run' }>, run: string): EffectAnswer {
    if (report === null) return { kind: 'offered', pull: null, ready };
    const known = this.reports.get(run);
    const commit = known?.text === report.text ? known.commit : this.#script.newCommit();
    if (commit !== known?.commit) {
      this.reports.set(run, { text: report.text, commit, times: (known?.times ?? 0) + 1 });
      this.heads.set(run, commit);
    }
    return {
      kind: 'offered',
      pull: null,
      ready,
      report: { kind: 'committed', commit, head: this.heads.get(run) ?? commit },
    };
  }

  #merge(task: string, commit: string, run: string): EffectAnswer {
    const before = this.merges.get(commit);
    const script = this.#script.scriptOf(task);
    if (before === undefined && this.#script.conflictsOf(task) < (script?.conflicts ?? 0)) {
      return {
        kind: 'conflict',
        ours: this.#script.newCommit(),
        paths: ['src/a.ts'],
        detail: 'Both sides changed it.',
      };
    }
    const mergeCommit = before ?? this.#script.newCommit();
    this.merges.set(commit, mergeCommit);
    if (before === undefined) this.heads.set(run, mergeCommit);
    return { kind: 'merged', mergeCommit, head: this.heads.get(run) ?? mergeCommit };
  }
}

function branchMovedBy(request: ForgeRequest, run: string): string | null {
  switch (request.kind) {
    case 'begin_run':
    case 'merge_task':
      return `The integration branch of ${run}`;
    // Only the report is a commit.
    case 'offer_run':
      return request.report === null ? null : `The integration branch of ${run}`;
    case 'publish_task':
      return `${run} ${request.branch}`;
    default:
      return null;
  }
}
