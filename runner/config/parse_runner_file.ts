import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { RunnerFileError, type RunnerFileProblem } from './runner_file_error.ts';
import { RunnerFile } from './runner_file_schema.ts';

/** The most aliases that a runner's file may expand, against alias bombs. */
const ALIAS_LIMIT = 100;

/**
 * Reads the text of a runner's file.
 *
 * @param file its path, for messages only
 * @throws RunnerFileError with all problems, sorted by line
 */
export function parseRunnerFile(file: string, text: string): RunnerFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new RunnerFileError(
      file,
      document.errors.map((error) => ({
        line: lines.linePos(error.pos[0]).line,
        message: `not valid YAML: ${yamlFault(error.message)}`,
      })),
    );
  }
  const parsed = RunnerFile.safeParse(toValue(file, document));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => toProblem(issue, document, lines));
  throw new RunnerFileError(
    file,
    problems.toSorted((a, b) => a.line - b.line),
  );
}

function toValue(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIAS_LIMIT }) ?? {};
  } catch (error) {
    throw new RunnerFileError(file, [{ line: 1, message: `not usable YAML: ${firstLine(String(error))}` }]);
  }
}

function toProblem(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): RunnerFileProblem {
  if (issue.code === 'unrecognized_keys') {
    const line = Math.min(...issue.keys.map((key) => lineOf([...issue.path, key], document, lines)));
    return { line, message: `unknown entry ${issue.keys.map((key) => `\`${key}\``).join(', ')}; remove or correct it` };
  }
  const name = issue.path.join('.');
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return { line: lineOf(issue.path, document, lines), message: name === '' ? message : `\`${name}\`: ${message}` };
}

/** The line of the deepest node of `path` that exists: of what is missing, the line of where it belongs. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** What the YAML parser says, without the place, which the line gives, and the colon before its picture of it. */
function yamlFault(text: string): string {
  return firstLine(text).replace(/ at line \d+, column \d+:?$/, '');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
