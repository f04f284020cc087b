/** Where a name is being typed between double braces: from where, and what of it is there. */
export type Typing = { from: number; name: string };

const TYPING = /\{\{\s*([a-z_]*)$/;

/** The name that is being typed at the caret, if the caret stands in braces that are still open. */
export function typingAt(text: string, caret: number): Typing | null {
  const found = TYPING.exec(text.slice(0, caret));
  if (!found) return null;
  const name = found[1] ?? '';
  return { from: caret - name.length, name };
}

/** The names that go on from what is typed, in their order. */
export function fitting(names: readonly string[], typing: Typing | null): string[] {
  return typing ? names.filter((name) => name.startsWith(typing.name) && name !== typing.name) : [];
}

/** The text with the name in place of what was typed of it, with its closing braces, and where the caret stands then. */
export function completed(text: string, typing: Typing, name: string): { text: string; caret: number } {
  const typed = text.slice(0, typing.from);
  const rest = text.slice(typing.from + typing.name.length);
  const space = typed.endsWith('{{') ? ' ' : '';
  const closed = /^\s*\}\}/.exec(rest);
  const inserted = `${space}${name}${closed ? '' : ' }}'}`;
  const caret = typed.length + inserted.length + (closed ? closed[0].length : 0);
  return { text: typed + inserted + rest, caret };
}

/** The text with a whole placeholder at the caret. */
export function inserted(text: string, caret: number, name: string): { text: string; caret: number } {
  const whole = `{{ ${name} }}`;
  return { text: text.slice(0, caret) + whole + text.slice(caret), caret: caret + whole.length };
}
