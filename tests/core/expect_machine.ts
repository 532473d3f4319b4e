import { expect, test } from 'vitest';
import { IllegalTransition, type StateMachine } from '../../src/core/state_machine.ts';

/**
 * Tests every pair of state and input against an expectation that was written down on its own, one line a move:
 * `pending --begin--> running`. Every pair without a line must be refused.
 */
export function expectMachine<State extends string, Input extends string>(
  machine: StateMachine<State, Input>,
  inputs: readonly Input[],
  lines: string,
): void {
  const states = statesOf(machine);
  const expected = new Map(
    lines
      .trim()
      .split('\n')
      .map((line) => {
        const [, from, input, to] = /^\s*(\w+) --(\w+)--> (\w+)$/.exec(line) ?? [];
        if (from === undefined) throw new Error(`Not a move: ${line}`);
        return [`${from} ${input}`, to] as const;
      }),
  );

  test('the expectation names states and inputs that exist, each pair once', () => {
    const pairs = new Set(states.flatMap((state) => inputs.map((input) => `${state} ${input}`)));
    expect([...expected.keys()].filter((pair) => !pairs.has(pair))).toEqual([]);
    expect(expected.size).toBe(lines.trim().split('\n').length);
  });

  for (const state of states) {
    test.each(inputs.map((input) => [input, expected.get(`${state} ${input}`)] as const))(
      `${machine.name} ${state} --%s--> %s`,
      (input, to) => {
        expect(machine.allows(state, input)).toBe(to !== undefined);
        if (to !== undefined) {
          expect(machine.next(state, input)).toBe(to);
          return;
        }
        const refusal = caught(() => machine.next(state, input));
        expect(refusal).toBeInstanceOf(IllegalTransition);
        expect(refusal).toMatchObject({ code: 'not_allowed_in_state', machine: machine.name, state, input });
      },
    );
  }
}

/** All states, in the order of the table. */
export function statesOf<State extends string>({ transitions }: StateMachine<State, never>): readonly State[] {
  return Object.keys(transitions) as State[];
}

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
