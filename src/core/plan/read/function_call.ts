import type { FunctionCall } from '../../../protocol/function_call.ts';
import { planLimits } from '../limits.ts';
import type { ReadOne } from './value_kinds.ts';

const MODULE = /\.[cm]?[jt]s$/;
const JAVASCRIPT_NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]{0,199}$/u;
const PYTHON_NAME = /^[\p{ID_Start}_]\p{ID_Continue}{0,199}$/u;

const MEND =
  'Write a module and its export, for example `./scripts/release.mjs#bump`, or a Python file and its function, for example `tasks/report.py:make`.';

/** A function of a module in the repository; an export that is not named is the default one. */
export const functionCall: ReadOne<FunctionCall> = (text) => {
  const bad = (fault: string) => ({ code: 'bad-call', fault, mend: MEND });
  const [path = '', name, ...more] = text.split(text.includes('#') ? '#' : ':');
  if (more.length > 0) return bad('names more than one function');
  const file = path.replace(/^(?:\.\/)+/, '');
  const fault = fileFault(file);
  if (fault !== undefined) return bad(fault);
  if (file.endsWith('.py')) {
    if (name === undefined || text.includes('#')) return bad('names no function after a `:`');
    if (!PYTHON_NAME.test(name)) return bad('names a function that Python cannot have');
    return { value: { language: 'python', file, name } };
  }
  if (!MODULE.test(file)) return bad('is neither a JavaScript or TypeScript module nor a Python file');
  if (name === undefined) return { value: { language: 'javascript', file, name: 'default' } };
  if (!text.includes('#')) return bad('names no export after a `#`');
  if (!JAVASCRIPT_NAME.test(name)) return bad('names an export that JavaScript cannot have');
  return { value: { language: 'javascript', file, name } };
};

function fileFault(file: string): string | undefined {
  if (file === '') return 'names no file';
  if (file.length > planLimits.globCharacters) return `is longer than ${planLimits.globCharacters} characters`;
  if (file.startsWith('/')) return 'is absolute';
  if (file.includes('\\') || /\p{Cc}/u.test(file)) return 'contains a backslash or a control character';
  const folders = file.split('/');
  if (folders.includes('..')) return 'leaves the repository with `..`';
  if (folders.some((folder) => folder === '' || folder === '.')) return 'has a folder without a name';
  return folders.some((folder) => /^\.git$/i.test(folder)) ? 'lies below `.git`' : undefined;
}
