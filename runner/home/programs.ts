import type { Provider } from '../config/runner_config.ts';
import { gemini } from './gemini.ts';
import type { Program } from './program.ts';

const PROGRAMS: readonly Program[] = [gemini];

/** The program that a provider starts; undefined: one that is told everything by its arguments and variables. */
export function programOf(provider: Pick<Provider, 'command' | 'transport'>): Program | undefined {
  return PROGRAMS.find(({ isOf }) => isOf(provider));
}
