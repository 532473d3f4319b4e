import { OUTPUT_VALUE_LIMIT, OUTPUTS_LIMIT, OutputName, type Outputs } from '../../src/protocol/primitives.ts';

/** An output that a task gave is not allowed; the message says which and why. */
export class OutputError extends Error {
  readonly code = 'output_not_allowed';

  constructor(message: string) {
    super(message);
    this.name = 'OutputError';
  }
}

/** The named outputs of one attempt, as they come in; a later value of a name replaces an earlier one. */
export class OutputCollection {
  readonly #values = new Map<string, string>();

  /** @throws OutputError where the name, the value's length or the number of outputs is not allowed */
  set(name: string, value: string): void {
    const parsed = OutputName.safeParse(name);
    if (!parsed.success) {
      throw new OutputError(
        `output name ${JSON.stringify(name.slice(0, 100))} is not allowed: ${parsed.error.issues[0]?.message}`,
      );
    }
    if (value.length > OUTPUT_VALUE_LIMIT) {
      throw new OutputError(`output ${name} is longer than ${OUTPUT_VALUE_LIMIT} characters`);
    }
    if (!this.#values.has(name) && this.#values.size >= OUTPUTS_LIMIT) {
      throw new OutputError(`output ${name} is one too many: an attempt may give ${OUTPUTS_LIMIT}`);
    }
    this.#values.set(name, value);
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Those of `names` that were not given, in their order. */
  missing(names: readonly string[]): readonly string[] {
    return names.filter((name) => !this.#values.has(name));
  }

  toObject(): Outputs {
    return Object.fromEntries(this.#values);
  }
}
