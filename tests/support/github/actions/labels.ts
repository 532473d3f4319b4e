import { renderIssue, renderLabel } from '../render/issue.ts';
import { renderPull } from '../render/pull.ts';
import type { Issue, Label, Repository } from '../state.ts';
import type { World } from '../world.ts';
import { isPull, touch } from './find.ts';

/** The repository's label of that name, made if it is missing. */
export function ensureLabel(
  world: World,
  repository: Repository,
  name: string,
  look: { readonly color?: string | undefined; readonly description?: string | undefined } = {},
): Label {
  const key = name.toLowerCase();
  const known = repository.labels.get(key);
  if (known !== undefined) return known;
  const label = { id: world.nextId(), name, color: look.color ?? 'ededed', description: look.description ?? '' };
  repository.labels.set(key, label);
  return label;
}

/** Gives an issue exactly these labels; one event for each that came or went. */
export async function setLabels(
  world: World,
  repository: Repository,
  issue: Issue,
  actor: string,
  names: readonly string[],
): Promise<void> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  for (const name of issue.labels)
    if (!wanted.has(name.toLowerCase())) await removeLabel(world, repository, issue, actor, name);
  await addLabels(world, repository, issue, actor, names);
}

/** Adds labels that the issue does not have yet. */
export async function addLabels(
  world: World,
  repository: Repository,
  issue: Issue,
  actor: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const label = ensureLabel(world, repository, name);
    if (issue.labels.includes(label.name)) continue;
    issue.labels = [...issue.labels, label.name];
    touch(world, issue);
    await emitLabel(world, repository, issue, actor, 'labeled', label.name);
  }
}

/** Takes a label off; says whether it was there. */
export async function removeLabel(
  world: World,
  repository: Repository,
  issue: Issue,
  actor: string,
  name: string,
): Promise<boolean> {
  const label = repository.labels.get(name.toLowerCase());
  if (label === undefined || !issue.labels.includes(label.name)) return false;
  issue.labels = issue.labels.filter((other) => other !== label.name);
  touch(world, issue);
  await emitLabel(world, repository, issue, actor, 'unlabeled', label.name);
  return true;
}

/** Tells that a label was set or taken off. */
export async function emitLabel(
  world: World,
  repository: Repository,
  issue: Issue,
  actor: string,
  action: 'labeled' | 'unlabeled',
  name: string,
): Promise<void> {
  const label = renderLabel(world, repository, ensureLabel(world, repository, name));
  if (isPull(issue)) {
    const pull = await renderPull(world, repository, issue);
    world.emit('pull_request', repository, actor, { action, number: issue.number, pull_request: pull, label });
    return;
  }
  world.emit('issues', repository, actor, { action, issue: renderIssue(world, repository, issue), label });
}
