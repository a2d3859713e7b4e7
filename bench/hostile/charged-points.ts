import { GraphQLError, Kind, OperationTypeNode, parse, visit } from 'graphql';
import type { HttpAnswer, HttpRequest } from './http';

/** As "What an operation costs" in gateway/README.md has it, written down again to judge it. */
const rowsFree = 10;
const rowsPerPoint = 5;
const objectsPerPoint = 10;
const answerBytesPerPoint = 2_500;
const mutationPoints = 8;
const objectsMax = 20_000;
const bodyBytesFree = 10_000;
const bodyBytesPerPoint = 2_000;

interface Sent {
  readonly query?: unknown;
  readonly variables?: unknown;
}

/** null where it is no JSON. */
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
    // It is no operation, and nothing was charged for its rows.
    if (!(error instanceof GraphQLError)) throw error;
  }
  return rows;
}

/** Its definition is none of them. */
const usesOf = (name: string, query: string): number =>
  Math.max(1, query.split(new RegExp(`\\$${name}\\b`)).length - 2);

/** Elements of lists that a request sends; a variable counts where it is used. */
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
  readonly answer: Pick<HttpAnswer, 'status' | 'code' | 'points' | 'objects' | 'bytes'>;
}

function mutationsIn(request: HttpRequest): number {
  const { query } = sentIn(request);
  if (typeof query !== 'string') return 0;
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
    // It is no operation.
    if (!(error instanceof GraphQLError)) throw error;
    return 0;
  }
}

function bodyPoints({ method, body = '' }: HttpRequest): number {
  if (method === 'GET') return 0;
  return Math.ceil(Math.max(0, Buffer.byteLength(body) - bodyBytesFree) / bodyBytesPerPoint);
}

/** What the rate was charged for a request and its answer: 1 point at least. */
export function chargedPoints({ request, answer }: Exchanged): number {
  const { status, code, points: requested, objects, bytes } = answer;
  const tooComplex = code === 'OPERATION_TOO_COMPLEX';
  if (status === 413) return 1;
  const body = bodyPoints(request);
  if (requested === null || status === 429 || (tooComplex && status !== 200)) return 1 + body;
  const held = tooComplex ? objectsMax : objects;
  const size = Math.ceil(Math.max(held / objectsPerPoint, bytes / answerBytesPerPoint));
  const input = Math.ceil(Math.max(0, inputRows(request) - rowsFree) / rowsPerPoint);
  return Math.max(1, requested, size) + mutationsIn(request) * mutationPoints + input + body;
}
