const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
/** The encoding that browsers use for latin-1 (WHATWG); it adds the euro sign and long dashes. */
const western = new TextDecoder('windows-1252');

const beyondAscii = /[\x80-\xff]/;

/** Decodes bytes that were read as latin-1: as UTF-8 if valid, otherwise as Windows-1252. */
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
