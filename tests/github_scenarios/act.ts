import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOf } from '../../src/cli/client/answer_of.ts';
import { GITHUB_TEXT_LIMIT } from '../../src/core/report/shorten.ts';
import { AnswerResponse } from '../../src/protocol/operator.ts';
import type { CheckRun } from '../support/github/state.ts';
import { actOnOtherIssue, isOtherIssueDeed, type OtherIssueDeed } from './act_on_others.ts';
import { botOf, fullBranch, type Performance } from './performance.ts';
import type { Act } from './scenario.ts';
import { type WorkByHand, workByHand } from './work_by_hand.ts';

/** Does what a person does. */
export async function act(deed: Act, performance: Performance): Promise<void> {
  if ('hold' in deed) return hold(performance, deed.hold);
  if ('release' in deed) return release(performance, deed.release);
  if ('hold-webhooks' in deed) return holdWebhooks(performance, deed['hold-webhooks']);
  if ('let-webhooks' in deed) return release(performance, `webhooks ${deed['let-webhooks']}`);
  if ('let' in deed) return performance.meetingPoint.open(deed.let);
  if ('work-by-hand' in deed) return await workByHand(deed, performance);
  if ('answer' in deed) return await answer(deed, performance);
  if ('tick-option' in deed) return await tickOption(deed, performance);
  if (isOtherIssueDeed(deed)) return await actOnOtherIssue(deed, performance);
  if (isIssueDeed(deed)) return await actOnIssue(deed, performance);
  if (isPullDeed(deed)) return await actOnPull(deed, performance);
  return await actOnRepository(deed, performance);
}

type Keys<Union> = Union extends unknown ? keyof Union : never;
type Deed<Key extends Keys<Act>> = Extract<Act, { readonly [Each in Key]: unknown }>;
type IssueDeed =
  | Deed<'open'>
  | Deed<'label'>
  | Deed<'unlabel'>
  | Deed<'comment'>
  | Deed<'delete-comment'>
  | Deed<'edit-comment'>
  | Deed<'tick'>
  | Deed<'edit'>
  | Deed<'close'>
  | Deed<'reopen'>;
type PullDeed =
  | Deed<'review'>
  | Deed<'merge'>
  | Deed<'mark-ready'>
  | Deed<'close-pull'>
  | Deed<'reopen-pull'>
  | Deed<'retarget'>;
type StageDeed = Deed<'hold'> | Deed<'release'> | Deed<'hold-webhooks'> | Deed<'let-webhooks'> | Deed<'let'>;
type RepositoryDeed = Exclude<
  Act,
  IssueDeed | PullDeed | StageDeed | OtherIssueDeed | WorkByHand | Deed<'tick-option'> | Deed<'answer'>
>;

const ON_ISSUE = [
  'open',
  'label',
  'unlabel',
  'comment',
  'delete-comment',
  'edit-comment',
  'tick',
  'edit',
  'close',
  'reopen',
];
const ON_PULL = ['review', 'merge', 'mark-ready', 'close-pull', 'reopen-pull', 'retarget'];

function isIssueDeed(deed: Act): deed is IssueDeed {
  return Object.keys(deed).some((key) => ON_ISSUE.includes(key));
}

function isPullDeed(deed: Act): deed is PullDeed {
  return Object.keys(deed).some((key) => ON_PULL.includes(key));
}

async function actOnIssue(deed: IssueDeed, performance: Performance): Promise<void> {
  const { github, repository: repo, issue: number, scenario } = performance;
  if ('open' in deed) {
    const { by: author, title, labels, long } = deed.open;
    const body = lengthened(deed.open.body ?? scenario.plan, long);
    performance.written = body;
    await github.openIssue({ repo, author, title, labels, body });
  } else if ('label' in deed) {
    await github.labelIssue({ repo, number, by: deed.label.by, label: deed.label.name });
  } else if ('unlabel' in deed) {
    await github.unlabelIssue({ repo, number, by: deed.unlabel.by, label: deed.unlabel.name });
  } else if ('comment' in deed) {
    const { by: author, on, ago, long } = deed.comment;
    const body = lengthened(deed.comment.body, long);
    const place = { repo, number: on === undefined ? number : pullFrom(performance, on) };
    await github.commentOn({ ...place, author, body, ...(ago === undefined ? {} : { ago }) });
  } else if ('delete-comment' in deed) {
    const { by, has } = deed['delete-comment'];
    await github.deleteComment({ repo, comment: ownComment(performance, has).id, by });
  } else if ('edit-comment' in deed) {
    const { by, has, replace, with: words } = deed['edit-comment'];
    const { id, body } = ownComment(performance, has);
    await github.editComment({ repo, comment: id, by, body: body.replace(replace, words) });
  } else if ('tick' in deed) {
    const { by, has } = deed.tick;
    const { id, body } = ownComment(performance, has);
    await github.editComment({ repo, comment: id, by, body: body.replace('- [ ] ', '- [x] ') });
  } else if ('edit' in deed) {
    const { by, file, title } = deed.edit;
    const body = file === undefined ? undefined : readFileSync(join(scenario.folder, file), 'utf8');
    performance.written = body ?? performance.written;
    await github.editIssue({
      repo,
      number,
      by,
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
    });
  } else if ('close' in deed) await github.closeIssue({ repo, number, by: deed.close.by });
  else await github.reopenIssue({ repo, number, by: deed.reopen.by });
}

function lengthened(text: string, long: boolean): string {
  return long ? `${text}${' and so on'.repeat(GITHUB_TEXT_LIMIT / 10)}`.slice(0, GITHUB_TEXT_LIMIT) : text;
}

function ownComment(performance: Performance, has: string) {
  const { github, repository, issue } = performance;
  const found = github
    .comments(repository, issue)
    .find(({ author, body }) => author === botOf(performance) && body.includes(has));
  if (found === undefined) throw new Error(`No comment of Planwright says ${has}.`);
  return found;
}

async function actOnPull(deed: PullDeed, performance: Performance): Promise<void> {
  const { github, repository: repo } = performance;
  const pull = (short: string) => pullFrom(performance, short);
  if ('review' in deed) {
    const { pull: of, ...given } = deed.review;
    await github.reviewPull({ repo, number: pull(of), ...given });
  } else if ('merge' in deed) {
    const { by, method } = deed.merge;
    await github.mergePull({ repo, number: pull(deed.merge.pull), by, method });
  } else if ('mark-ready' in deed) {
    const { by } = deed['mark-ready'];
    await github.setDraft({ repo, number: pull(deed['mark-ready'].pull), by, draft: false });
  } else if ('close-pull' in deed) {
    await github.closePull({ repo, number: pull(deed['close-pull'].pull), by: deed['close-pull'].by });
  } else if ('reopen-pull' in deed) {
    await github.reopenPull({ repo, number: pull(deed['reopen-pull'].pull), by: deed['reopen-pull'].by });
  } else {
    const { by, base } = deed.retarget;
    await github.retargetPull({ repo, number: pull(deed.retarget.pull), by, base: fullBranch(base, performance) });
  }
}

async function actOnRepository(deed: RepositoryDeed, performance: Performance): Promise<void> {
  const { github, repository: repo } = performance;
  const branchOf = (short: string) => fullBranch(short, performance);
  if ('push' in deed) {
    const { by: author, branch, files } = deed.push;
    await github.pushCommit({ repo, branch: branchOf(branch), author, files });
  } else if ('force-push' in deed) {
    const { by: author, branch, files } = deed['force-push'];
    const parent = github.branches(repo)[repo.defaultBranch] ?? '';
    await github.pushCommit({ repo, branch: branchOf(branch), author, files, force: { parent } });
  } else if ('delete-branch' in deed) {
    await github.deleteBranch({ repo, branch: branchOf(deed['delete-branch'].branch), by: deed['delete-branch'].by });
  } else if ('press' in deed) {
    const { by, check, button } = deed.press;
    await github.pressCheckButton({ repo, check: checkNamed(performance, check).id, by, identifier: button });
  } else if ('rerun' in deed) {
    await github.rerequestCheck({ repo, check: checkNamed(performance, deed.rerun.check).id, by: deed.rerun.by });
  } else if ('ci' in deed) {
    const { branch, ...check } = deed.ci;
    await github.reportCheck({ repo, sha: github.branches(repo)[branchOf(branch)] ?? '', ...check });
  } else if ('rename' in deed) github.renameRepository(repo, deed.rename.name, deed.rename.by);
  else if ('transfer' in deed) github.transferRepository(repo, deed.transfer.owner, deed.transfer.by);
  else if ('install-app' in deed) github.installApp(deed['install-app'].owner, { by: deed['install-app'].by });
  else if ('remove-app' in deed) github.removeAppFrom(repo, deed['remove-app'].by);
  else github.addAppTo(repo, deed['add-app'].by);
}

async function tickOption({ 'tick-option': { by, has, option } }: Deed<'tick-option'>, of: Performance): Promise<void> {
  const { github, repository: repo, issue } = of;
  const found = github.comments(repo, issue).find(({ author, body }) => author === botOf(of) && body.includes(has));
  if (found === undefined) throw new Error(`No comment of Planwright says ${has}.`);
  let box = 0;
  const body = found.body.replace(/^- \[ \]/gm, (open) => {
    box += 1;
    return box === option ? '- [x]' : open;
  });
  await github.editComment({ repo, comment: found.id, by, body });
}

/** The newest pull request from a branch. */
function pullFrom(performance: Performance, short: string): number {
  const head = fullBranch(short, performance);
  const found = performance.github.pulls(performance.repository).findLast(({ pull }) => pull.headBranch === head);
  if (found === undefined) throw new Error(`There is no pull request from ${head}.`);
  return found.number;
}

function checkNamed({ github, repository }: Performance, name: string): CheckRun {
  const found = github.checks(repository).findLast((check) => check.name === name);
  if (found === undefined) throw new Error(`There is no check run ${name}.`);
  return found;
}

/** Answers an operation with 502 in this repository, as GitHub does on a bad day, and does not do it. */
function hold({ github, repository, holds }: Performance, operation: string): void {
  const rule = {
    fault: { kind: 'status', status: 502 },
    when: (request: { readonly operationId: string | undefined; readonly url: string }) =>
      request.operationId === operation && request.url.includes(`/${repository.owner}/${repository.name}/`),
  } as const;
  holds.set(operation, github.faults.add(rule));
}

function release({ holds }: Performance, operation: string): void {
  const end = holds.get(operation);
  if (end === undefined) throw new Error(`${operation} is not held.`);
  end();
}

function holdWebhooks({ github, repository, holds }: Performance, event: string): void {
  const fits = (delivery: { readonly event: string; readonly repositoryId: number | null }) =>
    delivery.event === event && delivery.repositoryId === repository.id;
  holds.set(`webhooks ${event}`, github.webhooks.holdBack(fits));
}

async function answer({ answer: { by, task, text } }: Deed<'answer'>, { client, view }: Performance): Promise<void> {
  const run = (await view.runs()).at(-1)?.id ?? '';
  const param = { run, question: task };
  await answerOf(
    AnswerResponse,
    client.api.v1.runs[':run'].questions[':question'].answer.$post({ param, json: { by, text } }),
  );
}
