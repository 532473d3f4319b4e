import type { FindingContent, FindingRecord } from '../finding/finding_record.ts';
import { threadOutput } from '../finding/thread_output.ts';
import type { LeaseDetails } from '../slices.ts';
import { asData, verbatim } from './as_data.ts';

/** What reviews and checks found in the work so far, and how it is answered; empty: nothing. */
export function findingsText({ findings }: Pick<LeaseDetails, 'findings'>, boundary: string): string {
  const reviews = findings.flatMap(({ content }) => (content.kind === 'check' ? [] : [content]));
  const checks = findings.flatMap(({ content }) => (content.kind === 'check' ? [content] : []));
  return [
    ...(reviews.length === 0 ? [] : [reviewHead(findings)]),
    ...reviews.map((content) => reviewText(content, boundary)),
    ...(checks.length === 0 ? [] : ['These checks failed on what was made so far. Mend what makes them fail.']),
    ...checks.map((content) => checkText(content, boundary)),
  ].join('\n\n');
}

function reviewHead(findings: readonly FindingRecord[]): string {
  const told = 'People reviewed what was made so far. Do what they ask for, or say why not.';
  if (!findings.some(({ content }) => content.kind === 'thread')) return told;
  return `${told} Answer each thread in a sentence or two, by the output that is named with it: \`planwright-tool output ${threadOutput(123)} TEXT\`. It is posted there together with the commit.`;
}

type Reviewed = Exclude<FindingContent, { readonly kind: 'check' }>;

function reviewText(content: Reviewed, boundary: string): string {
  if (content.kind === 'review') return `${content.by} says of the whole:\n${asData(content.text, boundary)}`;
  const { by, path, line, hunk, before, thread, text } = content;
  return [
    `### Thread ${thread} (answer by the output \`${threadOutput(thread)}\`)`,
    `It is about this place:\n${verbatim(line === null ? path : `${path}:${line}`, boundary)}`,
    ...(hunk === '' ? [] : [`The change there:\n${verbatim(hunk, boundary)}`]),
    ...before.map((said) => `${said.by} said before:\n${asData(said.text, boundary)}`),
    `${by} says:\n${asData(text, boundary)}`,
  ].join('\n');
}

function checkText(
  { name, message, annotations, log, commit }: Extract<FindingContent, { readonly kind: 'check' }>,
  boundary: string,
): string {
  const places = annotations.map((each) => `${each.path}:${each.line}: ${each.message}`).join('\n');
  return [
    `### A check on commit ${commit}\nIts name:\n${verbatim(name, boundary)}`,
    ...(message === '' ? [] : [`It says:\n${verbatim(message, boundary)}`]),
    ...(places === '' ? [] : [`It names these places:\n${verbatim(places, boundary)}`]),
    ...(log === '' ? [] : [`The end of its log:\n${verbatim(log, boundary)}`]),
  ].join('\n');
}
