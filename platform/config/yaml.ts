import { parseDocument } from 'yaml';

const position = ' at line ';

/** The library shows what it stumbled over, and the lines around it. Either may be a secret. */
function withoutText({ message }: Error): string {
  const [line = ''] = message.split('\n', 1);
  const [what = ''] = line.split(': ', 1);
  const at = line.lastIndexOf(position);
  const whole = what === line || at < 0 ? what : what + line.slice(at);
  return whole.replace(/:$/, '');
}

/**
 * The value of a YAML document. A tag that nobody resolves is a fault: its value would be another one
 * than the file seems to say.
 * @throws Error with one line that says where the fault is, and shows nothing of the document.
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) throw new Error(withoutText(fault));
  try {
    return document.toJS();
  } catch (error) {
    throw new Error(withoutText(error as Error));
  }
}
