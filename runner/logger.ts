/** Values beside a message; never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where the runner says what it does. Messages are static; what varies stands in the fields. */
export type Logger = {
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
};

/** A logger that writes one JSON object a line. */
export function jsonLogger(write: (line: string) => void, epochMs: () => number): Logger {
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(`${JSON.stringify({ time: epochMs(), level, message, ...fields })}\n`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
