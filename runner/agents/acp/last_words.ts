import { SUMMARY_LIMIT } from '../../../src/protocol/outcome.ts';
import type { AgentFailure } from '../agent_driver.ts';
import { failureOf } from './classify.ts';

/**
 * Goose ends its turn well and says in its last words that it did not: they are the only sign of a failure. They come in one
 * piece, whose end asks for another try.
 */
const ASKS_FOR_ANOTHER_TRY =
  /\s*Please (?:retry if you think this|resend your message|try again or create a new session|check your account with your provider|add credits to your account)[^\n]*$/;
const BEGINNING_OF_A_REPORT = /^Ran into this error(?: trying to compact)?: ?/;

/** What an agent says after its last tool: its summary, and at some the only sign of a failure. */
export class LastWords {
  #words = '';
  #hasDoneAnything = false;

  say(piece: string): void {
    this.#hasDoneAnything = true;
    // It may come in the middle of a sentence that broke off.
    this.#words = ASKS_FOR_ANOTHER_TRY.test(piece) ? piece : `${this.#words}${piece}`.slice(-SUMMARY_LIMIT);
  }

  useTool(): void {
    this.#hasDoneAnything = true;
    this.#words = '';
  }

  get text(): string {
    return this.#words.trim();
  }

  /** Why a turn that the agent calls good was none; null: it was. */
  failure(): AgentFailure | null {
    if (!this.#hasDoneAnything) {
      // So do Gemini where its model's stream says that it failed, and Goose where it could not make its prompt shorter.
      return { class: 'transient', message: 'The agent ended its turn without a word and without a tool.' };
    }
    if (!ASKS_FOR_ANOTHER_TRY.test(this.text)) return null;
    const message = this.text.replace(ASKS_FOR_ANOTHER_TRY, '').replace(BEGINNING_OF_A_REPORT, '');
    return { ...failureOf(this.text), message };
  }
}
