import { createHash } from 'node:crypto';

/** A request of an attacker with the only correct responses. */
export interface Attack {
  readonly name: string;
  readonly method?: string;
  /** Appended to `/graphql`, for GET. */
  readonly search?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent unchanged, everything else as JSON. */
  readonly body?: unknown;
  /** HTTP status and code of the first error; `-` for no error. */
  readonly answer: `${number} ${string}`;
}

export const repeat = (count: number, piece: (place: number) => string, glue = ' ') =>
  Array.from({ length: count }, (_, place) => piece(place)).join(glue);

export const query = (text: string, variables?: unknown) => ({ query: text, variables });
export const byHash = (sha256Hash: unknown) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash } },
});
export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export const tooComplex = '400 OPERATION_TOO_COMPLEX';
export const notParsed = '200 GRAPHQL_PARSE_FAILED';
export const notValid = '200 GRAPHQL_VALIDATION_FAILED';
export const badInput = '200 BAD_USER_INPUT';
export const noOperation = '200 OPERATION_RESOLUTION_FAILURE';
export const badRequest = '400 BAD_REQUEST';
export const notAcceptable = '406 BAD_REQUEST';
export const wrongType = '415 BAD_REQUEST';

export const browse = '{ products(first: 1) { edges { cursor } } }';
