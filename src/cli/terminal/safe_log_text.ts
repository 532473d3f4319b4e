/**
 * Makes the output of agents fit to be shown: on a terminal, colours stay, while whatever else would steer it becomes
 * visible. Elsewhere bytes pass as they are. UTF-8 characters that are split between pieces stay whole.
 */
export function safeLogText(terminal: boolean): (piece: Uint8Array) => string | Uint8Array {
  if (!terminal) return (piece) => piece;
  const decoder = new TextDecoder();
  return (piece) =>
    decoder.decode(piece, { stream: true }).replaceAll(/\p{Cc}/gu, (control, offset: number, text: string) => {
      if (control === '\n' || control === '\t' || control === '\r') return control;
      if (control === '\u001b' && /^\[[0-9;:]*m/.test(text.slice(offset + 1, offset + 24))) return control;
      return visible(control);
    });
}

/** `^[` for escape, as terminals have always shown it. */
function visible(control: string): string {
  const code = control.charCodeAt(0);
  return code < 0x20 ? `^${String.fromCharCode(code + 0x40)}` : `\\x${code.toString(16)}`;
}
