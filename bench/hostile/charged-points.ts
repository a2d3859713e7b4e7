import { GraphQLError, Kind, OperationTypeNode, parse, visit } from 'graphql';
import type { HttpAnswer, HttpRequest } from './http';

/** The rules of "What an operation costs" in gateway/README.md, implemented again to check them. */
const rowsFree = 10;
const rowsPerPoint = 5;
const objectsPerPoint = 8;
const answerBytesPerPoint = 2_000;
const mutationPoints = 16;
/** A refused answer is charged as one and a half of 20,000 objects, or of 10 MB. */
const refusedObjects = 30_000;
const refusedBytes = 15_000_000;
const bodyBytesFree = 10_000;
const bodyBytesPerPoint = 2_000;
const newTextCharactersFree = 300;
const newTextCharactersPerPoint = 10;
const newTextPointsMax = 200;

interface Sent {
  readonly query?: unknown;
  readonly variables?: unknown;
}

/** The parsed JSON; null if it is invalid. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function sentIn({ method, path, body }: HttpRequest): Sent {
  if (method !== 'GET') return (parsed(body?.toString() ?? '') ?? {}) as Sent;
  const { searchParams } = new URL(path, 'http://localhost');
  const variables = parsed(searchParams.get('variables') ?? '');
  return { query: searchParams.get('query'), variables };
}

function rowsOf(value: unknown): number {
  let rows = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== 'object' || one === null) continue;
    if (Array.isArray(one)) rows += one.length;
    for (const inner of Object.values(one)) open.push(inner);
  }
  return rows;
}

function rowsInText(query: string): number {
  let rows = 0;
  try {
    visit(parse(query), {
      [Kind.LIST]: ({ values }) => {
        rows += values.length;
      },
    });
  } catch (error) {
    // An invalid operation was not charged for its rows.
    if (!(error instanceof GraphQLError)) throw error;
  }
  return rows;
}

/** The number of uses of a variable, without its definition. */
const usesOf = (name: string, query: string): number =>
  Math.max(1, query.split(new RegExp(`\\$${name}\\b`)).length - 2);

/** List elements in the input of a request; a variable counts once for each use. */
export function inputRows(request: HttpRequest): number {
  const { query, variables } = sentIn(request);
  if (typeof query !== 'string') return rowsOf(variables);
  let rows = rowsInText(query);
  for (const [name, value] of Object.entries(variables ?? {})) {
    rows += rowsOf(value) * (/^\w+$/.test(name) ? usesOf(name, query) : 1);
  }
  return rows;
}

export interface Exchanged {
  readonly request: HttpRequest;
  readonly answer: Pick<HttpAnswer, 'status' | 'code' | 'points' | 'objects' | 'bytes'> &
    Partial<Pick<HttpAnswer, 'hasTooManyBytes'>>;
  /** Whether the gateway had not seen the text before. */
  readonly isNewText?: boolean;
}

/** The text of the operation; null if there is none. */
export function textIn(request: HttpRequest): string | null {
  const { query } = sentIn(request);
  return typeof query === 'string' ? query : null;
}

function newTextPoints(request: HttpRequest): number {
  const charged = (textIn(request) ?? '').length - newTextCharactersFree;
  return Math.min(newTextPointsMax, Math.ceil(Math.max(0, charged) / newTextCharactersPerPoint));
}

function mutationsIn(request: HttpRequest): number {
  const query = textIn(request);
  if (query === null) return 0;
  try {
    let fields = 0;
    for (const definition of parse(query).definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      if (definition.operation === OperationTypeNode.MUTATION) {
        fields += definition.selectionSet.selections.length;
      }
    }
    return fields;
  } catch (error) {
    // An invalid operation is not charged.
    if (!(error instanceof GraphQLError)) throw error;
    return 0;
  }
}

function bodyPoints({ method, body = '' }: HttpRequest): number {
  if (method === 'GET') return 0;
  return Math.ceil(Math.max(0, Buffer.byteLength(body) - bodyBytesFree) / bodyBytesPerPoint);
}

function sizePoints(answer: Exchanged['answer']): number {
  const { code, objects, bytes, hasTooManyBytes = false } = answer;
  if (code !== 'OPERATION_TOO_COMPLEX') {
    return Math.ceil(Math.max(objects / objectsPerPoint, bytes / answerBytesPerPoint));
  }
  return hasTooManyBytes ? refusedBytes / answerBytesPerPoint : refusedObjects / objectsPerPoint;
}

/** The rate-limit points charged for a request and its response; at least 1. */
export function chargedPoints({ request, answer, isNewText = false }: Exchanged): number {
  const { status, code, points: requested } = answer;
  const tooComplex = code === 'OPERATION_TOO_COMPLEX';
  if (status === 413) return 1;
  const body = bodyPoints(request);
  if (requested === null || status === 429 || (tooComplex && status !== 200)) return 1 + body;
  const size = sizePoints(answer);
  const input = Math.ceil(Math.max(0, inputRows(request) - rowsFree) / rowsPerPoint);
  const text = isNewText ? newTextPoints(request) : 0;
  return Math.max(1, requested, size) + mutationsIn(request) * mutationPoints + input + body + text;
}
