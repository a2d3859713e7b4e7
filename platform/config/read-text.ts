import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';

/** What is read in place of bytes that are not UTF-8. */
const replacement = '\ufffd';

/** A file was saved in another encoding than UTF-8, such as Latin-1. Its message shows no content. */
export class NotUtf8Error extends Error {
  /** The same without the name of the file. */
  readonly fault: string;

  constructor(file: string, text: string) {
    const before = text.slice(0, text.indexOf(replacement)).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    const fault = `is not UTF-8 at line ${before.length}, column ${column}: save it in UTF-8`;
    super(`${file} ${fault}.`);
    this.fault = fault;
  }
}

/**
 * The text of a file that people write. Other encodings are refused, because a name or a secret would
 * be read as a different one.
 * @throws NotUtf8Error, or the error of the system if the file cannot be read.
 */
export function readText(file: string): string {
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) throw new NotUtf8Error(file, text);
  return text;
}
