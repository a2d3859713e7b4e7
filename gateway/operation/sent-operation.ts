import { badRequest, gatewayError } from '../errors';
import type { OperationLimits } from '../limits';
import { demandShortName } from './syntax-counts';

const parameters = ['query', 'operationName', 'variables', 'extensions'] as const;

/**
 * Values that GraphQL over HTTP defines as equal to leaving the parameter out of a URL, and the empty
 * text that clients send beside a hash.
 */
const leftOut: Readonly<Record<string, string>> = {
  query: '',
  operationName: '',
  variables: 'null',
  extensions: 'null',
};

function parsedOrAsSent(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return json;
    throw error;
  }
}

/**
 * The operation of a GET request, parsed from its URL like Apollo Server does.
 * @throws BAD_REQUEST for a repeated parameter, whose meaning is undefined.
 */
export function operationOfUrl(url: string): unknown {
  const start = url.indexOf('?');
  const search = new URLSearchParams(start === -1 ? '' : url.slice(start));
  const sent: Record<string, unknown> = {};
  for (const name of parameters) {
    const values = search.getAll(name);
    if (values.length > 1) throw badRequest(`Send the parameter \`${name}\` once.`);
    if (values.length === 1 && values[0] !== leftOut[name]) sent[name] = values[0];
  }
  const { extensions } = sent;
  return typeof extensions === 'string'
    ? { ...sent, extensions: parsedOrAsSent(extensions) }
    : sent;
}

/** The URL of a GET request for Apollo Server, which takes the values of `leftOut` literally. */
export function urlForApollo(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return url;
  const search = new URLSearchParams(url.slice(start));
  for (const [name, value] of Object.entries(leftOut)) search.delete(name, value);
  return `${url.slice(0, start)}?${search}`;
}

/**
 * Checks lengths before anything is parsed; the format is checked later.
 * @throws PAYLOAD_TOO_LARGE for the text, BAD_REQUEST for `operationName`.
 */
export function demandShort(sent: unknown, { textBytes }: OperationLimits): void {
  const { query, operationName } = (sent ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof query === 'string' && Buffer.byteLength(query) > textBytes) {
    const message = `The text of the operation is larger than ${textBytes} bytes.`;
    throw gatewayError('PAYLOAD_TOO_LARGE', message);
  }
  if (typeof operationName === 'string') demandShortName(operationName.length);
}
