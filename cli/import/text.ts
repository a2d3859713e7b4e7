const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
/** What browsers read for latin-1 (WHATWG Encoding): it has the euro and the long dashes too. */
const western = new TextDecoder('windows-1252');

const beyondAscii = /[\x80-\xff]/;

/** Characters of bytes that were read as latin-1: UTF-8 where they are, else Windows-1252. */
export function decoded(bytes: string): string {
  if (!beyondAscii.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  try {
    return strictUtf8.decode(buffer);
  } catch (error) {
    if (error instanceof TypeError) return western.decode(buffer);
    throw error;
  }
}
