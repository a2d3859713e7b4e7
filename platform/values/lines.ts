/**
 * The lines of a text that arrives in pieces. A line ends at a line feed alone: Node's readline also
 * ends one at U+2028 and U+2029, which JSON does not escape.
 */
export async function* linesIn(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
