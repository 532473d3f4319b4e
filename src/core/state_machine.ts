/**
 * A state machine as data: for each state, the inputs it takes and where each leads. A pair that is absent is refused.
 */
export type Transitions<State extends string, Input extends string> = {
  readonly [S in State]: { readonly [I in Input]?: State };
};

/** A state does not take an input. `code` is stable; `machine`, `state` and `input` say which. */
export class IllegalTransition extends Error {
  readonly code = 'not_allowed_in_state';
  readonly machine: string;
  readonly state: string;
  readonly input: string;

  constructor(machine: string, state: string, input: string) {
    super(`A ${machine} that is ${state} cannot ${input.replaceAll('_', ' ')}.`);
    this.name = 'IllegalTransition';
    this.machine = machine;
    this.state = state;
    this.input = input;
  }
}

/** One named machine over its table. */
export type StateMachine<State extends string, Input extends string> = {
  readonly name: string;
  readonly transitions: Transitions<State, Input>;
  /** The state that `input` leads to; throws {@link IllegalTransition} where the table has none. */
  readonly next: (state: State, input: Input) => State;
  readonly allows: (state: State, input: Input) => boolean;
};

/** A state machine from its table. */
export function stateMachine<State extends string, Input extends string>(
  name: string,
  transitions: Transitions<State, Input>,
): StateMachine<State, Input> {
  const target = (state: State, input: Input): State | undefined => transitions[state][input];
  return {
    name,
    transitions,
    allows: (state, input) => target(state, input) !== undefined,
    next: (state, input) => {
      const to = target(state, input);
      if (to === undefined) throw new IllegalTransition(name, state, input);
      return to;
    },
  };
}
