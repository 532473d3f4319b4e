/** Values beside a message; never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where the runner says what it does. Messages are static; what varies stands in the fields. */
export type Logger = {
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
};

type Level = keyof Logger;

/**
 * A logger that writes one JSON object a line.
 *
 * @param isWanted whether what is said at a level is to be written
 */
export function jsonLogger(
  write: (line: string) => void,
  epochMs: () => number,
  isWanted: (level: Level) => boolean = () => true,
): Logger {
  const at =
    (level: Level) =>
    (message: string, fields: LogFields = {}) => {
      if (isWanted(level)) write(`${JSON.stringify({ time: epochMs(), level, message, ...fields })}\n`);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
