/** A control sequence of a terminal, or one character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by them.
const token = /\x1b\[([?\d;]*)([A-Za-z])|[\s\S]/g;

interface Cursor {
  row: number;
  column: number;
}

/** Clears from the cursor to the end of the screen, or of the line. */
function clear(rows: string[], { row, column }: Cursor, isWhole: boolean): void {
  rows[row] = (rows[row] ?? '').slice(0, column);
  if (isWhole) rows.length = row + 1;
}

function move(cursor: Cursor, letter: string, count: number): void {
  if (letter === 'G') cursor.column = count - 1;
  if (letter === 'A') cursor.row -= count;
  if (letter === 'B') cursor.row += count;
  if (letter === 'C') cursor.column += count;
  if (letter === 'D') cursor.column -= count;
}

function print(rows: string[], cursor: Cursor, character: string, columns: number): void {
  if (cursor.column === columns) {
    cursor.row += 1;
    cursor.column = 0;
  }
  const line = (rows[cursor.row] ?? '').padEnd(cursor.column);
  rows[cursor.row] = line.slice(0, cursor.column) + character + line.slice(cursor.column + 1);
  cursor.column += 1;
}

/** The lines that a terminal shows after this output, which is what a person sees. */
export function screenOf(output: string, columns: number): string[] {
  const rows: string[] = [''];
  const cursor: Cursor = { row: 0, column: 0 };
  for (const [text, parameters, letter] of output.matchAll(token)) {
    if (letter === 'J' || letter === 'K') clear(rows, cursor, letter === 'J');
    else if (letter !== undefined) move(cursor, letter, Number(parameters) || 1);
    else if (text === '\r') cursor.column = 0;
    else if (text === '\b') cursor.column = Math.max(0, cursor.column - 1);
    else if (text === '\n') cursor.row += 1;
    else print(rows, cursor, text, columns);
  }
  return Array.from(rows, (row) => row ?? '');
}
