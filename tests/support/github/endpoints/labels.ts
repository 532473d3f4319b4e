import { findIssue } from '../actions/find.ts';
import { addLabels, ensureLabel, removeLabel } from '../actions/labels.ts';
import { notFound, refused, validationFailed } from '../api_error.ts';
import { created, type Endpoint, ok, repositoryEndpoint } from '../http/endpoint.ts';
import { paged } from '../http/paging.ts';
import { renderLabel, renderLabels } from '../render/issue.ts';
import { readIssues, writeIssues } from './issues.ts';

type LabelsBody = { readonly labels?: readonly (string | { readonly name: string })[] };
type LabelBody = { readonly name: string; readonly color?: string; readonly description?: string };

/** Labels of issues and of the repository. */
export const labelEndpoints: readonly Endpoint[] = [
  repositoryEndpoint('issues/list-labels-on-issue', readIssues, (call) => {
    const { world, repository, path } = call;
    return paged(call, renderLabels(world, repository, findIssue(repository, Number(path.issue_number))));
  }),
  repositoryEndpoint<LabelsBody | undefined>('issues/add-labels', writeIssues, async (call) => {
    const { world, repository, path, actor, body } = call;
    const issue = findIssue(repository, Number(path.issue_number));
    const names = (body?.labels ?? []).map((label) => (typeof label === 'string' ? label : label.name));
    await addLabels(world, repository, issue, actor, names);
    return ok(renderLabels(world, repository, issue));
  }),
  repositoryEndpoint('issues/remove-label', writeIssues, async ({ world, repository, path, actor }) => {
    const issue = findIssue(repository, Number(path.issue_number));
    if (!(await removeLabel(world, repository, issue, actor, path.name ?? '')))
      throw refused(404, 'Label does not exist');
    return ok(renderLabels(world, repository, issue));
  }),
  repositoryEndpoint('issues/list-labels-for-repo', readIssues, (call) => {
    const { world, repository } = call;
    return paged(
      call,
      [...repository.labels.values()].map((label) => renderLabel(world, repository, label)),
    );
  }),
  repositoryEndpoint('issues/get-label', readIssues, ({ world, repository, path }) => {
    const label = repository.labels.get((path.name ?? '').toLowerCase());
    if (label === undefined) throw notFound();
    return ok(renderLabel(world, repository, label));
  }),
  repositoryEndpoint<LabelBody>('issues/create-label', writeIssues, ({ world, repository, body }) => {
    if (repository.labels.has(body.name.toLowerCase())) {
      throw validationFailed('Label', { field: 'name', code: 'already_exists' });
    }
    return created(renderLabel(world, repository, ensureLabel(world, repository, body.name, body)));
  }),
];
