import { z } from 'zod';

/** The parts of webhook payloads that Planwright reads. Whatever else they hold is let pass and left alone. */

/** A person, a bot or an organisation. */
export const Account = z.object({ login: z.string().min(1), type: z.string().optional() });
export type Account = z.infer<typeof Account>;

/** Apps act as accounts of the type Bot whose login ends in `[bot]`; either is enough. */
export function isBot({ login, type }: Account): boolean {
  return type === 'Bot' || login.endsWith('[bot]');
}

/** The repository that an event is about. */
const Repository = z.object({
  id: z.number().int(),
  full_name: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
  clone_url: z.url(),
});

/** The installation of the App by which an event came. */
const Installation = z.object({ id: z.number().int() });

/** An issue, or a pull request where the event treats it as one. */
export const Issue = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']),
  labels: z.array(z.union([z.string(), z.object({ name: z.string() })])).default([]),
  pull_request: z.unknown().optional(),
  updated_at: z.string(),
});
export type Issue = z.infer<typeof Issue>;

/** A branch of a pull request; `repo` is null where a fork was deleted. */
const PullBranch = z.object({
  ref: z.string(),
  repo: z.object({ id: z.number().int() }).nullable(),
});

/** A pull request. */
export const Pull = z.object({
  number: z.number().int().positive(),
  head: PullBranch,
  base: PullBranch,
  merged: z.boolean().optional(),
  merge_commit_sha: z.string().nullable(),
});

/** The branch that a pull request is of; null: one of a fork, which may bear any name. */
export function ownHead({ head, base }: Pick<z.infer<typeof Pull>, 'head' | 'base'>): string | null {
  return head.repo !== null && head.repo.id === base.repo?.id ? head.ref : null;
}

/** What all events have. Push events name their sender like the others; some App events have no repository. */
export const Envelope = z.object({
  action: z.string().optional(),
  sender: Account.optional(),
  repository: Repository.optional(),
  installation: Installation.optional(),
});
