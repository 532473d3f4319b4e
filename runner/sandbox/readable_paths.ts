import { basename, delimiter, dirname, isAbsolute, join, normalize } from 'node:path';
import { isInside, isPrivate } from './private_paths.ts';
import { SYSTEM_FOLDERS } from './system_files.ts';
import { toolchainsOf } from './toolchains.ts';

/** The little of the file system that is looked at, passed in. */
export type Files = {
  exists(path: string): boolean;
  isFolder(path: string): boolean;
  /** The path without links; undefined where nothing is there. */
  resolveLinks(path: string): string | undefined;
};

/** For which commands, and on which machine, readable paths are asked. */
export type ReadableQuestion = {
  /** The PATH that the commands will have. */
  readonly path: string;
  /** The user's home folder. */
  readonly home: string;
  /**
   * The provider's command from the runner's file, relative paths already resolved. Empty for commands of a plan, whose
   * words would otherwise open whatever file of this machine they name.
   */
  readonly command: readonly string[];
  /** The Node that `planwright-tool` runs on. */
  readonly nodeProgram: string;
  /** Folders and files of the runner itself that nothing readable may hold: work folder, configuration. */
  readonly runnerOwn: readonly string[];
};

/** To be shown inside at the same path; with `linkTo` as a link, as it is outside, because programs look beside what they are linked to. */
export type ReadablePath = { readonly path: string; readonly linkTo?: string };

/**
 * What must be readable in the sandbox at its own path, besides the system: the entries of the PATH with the toolchains
 * they belong to, and the programs named by absolute paths with what is installed around them. Sorted; nothing in it
 * lies in another or in a system folder; nothing in it is or holds a private place.
 */
export function readablePaths(question: ReadableQuestion, files: Files): ReadablePath[] {
  const { path, home, command, nodeProgram, runnerOwn } = question;
  const entries = path.split(delimiter).filter(isAbsolute).map(normalize);
  const resolved = entries.map((entry) => files.resolveLinks(entry)).filter((entry) => entry !== undefined);
  const allEntries = [...entries, ...resolved];
  const [program = '', ...others] = command;
  const named = [findProgram(program, entries, files), ...others].filter((word) => word !== undefined);
  const isAllowed = (candidate: string): boolean => !isPrivate(candidate, home, runnerOwn);
  const candidates = [
    ...allEntries,
    ...toolchainsOf(allEntries, home).readable,
    ...allEntries.flatMap(optionalPackage),
    nodeProgram,
    ...[prefixFolder(nodeProgram)].filter((folder) => folder !== undefined),
    ...named.filter(isAbsolute).flatMap((file) => installation(normalize(file), isAllowed, files)),
  ];
  return outermost(candidates.filter(isAllowed).flatMap((candidate) => asIs(candidate, isAllowed, files)));
}

/** A link is shown as a link together with what it points to. */
function asIs(path: string, isAllowed: (path: string) => boolean, files: Files): ReadablePath[] {
  const target = files.resolveLinks(path);
  if (target === undefined || !isAllowed(target)) return [];
  return target === path ? [{ path }] : [{ path, linkTo: target }, { path: target }];
}

/** A bare name is looked up on the PATH, as the command's start will do. */
function findProgram(program: string, entries: readonly string[], files: Files): string | undefined {
  if (program === '' || program.includes('/')) return program;
  return entries.map((entry) => join(entry, program)).find((file) => files.exists(file));
}

/** A program with what it needs beside itself: the file as named and where the file it links to is installed. */
function installation(file: string, isAllowed: (path: string) => boolean, files: Files): string[] {
  const target = files.resolveLinks(file);
  if (target === undefined) return [];
  if (files.isFolder(target)) return [file];
  const around = [modulesFolder(target), packageFolder(target, files), prefixFolder(target)];
  const installed = around.find((folder) => folder !== undefined && isAllowed(folder));
  return installed === undefined ? [file] : [file, installed];
}

/** The outermost `node_modules`, because packages of a CLI may lie beside it. */
function modulesFolder(file: string): string | undefined {
  const end = `${file}/`.indexOf('/node_modules/');
  return end === -1 ? undefined : file.slice(0, end + '/node_modules'.length);
}

function packageFolder(file: string, files: Files): string | undefined {
  for (let folder = dirname(file); folder !== '/'; folder = dirname(folder)) {
    if (files.exists(join(folder, 'package.json'))) return folder;
  }
  return undefined;
}

/** `/opt/tool` of `/opt/tool/bin/program`. */
function prefixFolder(file: string): string | undefined {
  const folder = dirname(file);
  return basename(folder) === 'bin' ? dirname(folder) : undefined;
}

/** `/opt` itself stays hidden, since other services keep secrets there; what the PATH names below it is meant to be used. */
function optionalPackage(entry: string): string[] {
  const [, top, name] = entry.split('/');
  return top === 'opt' && name !== undefined && name !== '' ? [`/opt/${name}`] : [];
}

function outermost(paths: readonly ReadablePath[]): ReadablePath[] {
  const unique = new Map(paths.map((readable) => [readable.path, readable]));
  const holders = [...SYSTEM_FOLDERS, ...unique.keys()];
  const isCovered = (path: string): boolean =>
    SYSTEM_FOLDERS.includes(path) || holders.some((holder) => holder !== path && isInside(path, holder));
  return [...unique.values()]
    .filter((readable) => !isCovered(readable.path))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
