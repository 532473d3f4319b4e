/** Something that Planwright wrote and edits in place: where it stands, and a digest of what it says. */
export type Shown = {
  /**
   * A run's id, {@link issueSubject} before there is a run, `comment:<repository at GitHub>:<comment>`, or
   * `body:<SHA-256>` of a delivery.
   */
  readonly subject: string;
  /**
   * `commands`: the answers to a comment's commands as JSON, so that none is carried out when the comment comes again.
   * `event`: the id under which a body was acted upon, so that it is not when it comes again.
   */
  readonly what: 'status' | 'labels' | 'ticks' | 'final_pull' | 'commands' | 'event';
  /** Id or number at GitHub, where it has one. */
  readonly number: number | null;
  readonly digest: string;
};

/** What is remembered of an issue before it has a run; `repository` is our id. */
export function issueSubject(repository: string, issue: number): string {
  return `issue:${repository}:${issue}`;
}
