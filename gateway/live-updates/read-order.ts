import type { ApolloServer } from '@apollo/server';
import type { Viewer } from '../../platform/requests/viewer';
import {
  codeOf,
  type ErrorDisplay,
  type GatewayErrorCode,
  gatewayError,
  maskError,
} from '../errors';
import { type GatewayContext, newExchange } from '../http/exchange';
import type { Watch } from './admission';
import { updatedAtName, versionName } from './as-query';
import type { Result } from './framing';

/** The result of a read; `unknown` if the order could not be read at the moment. */
type Found = 'state' | 'nothing' | 'unknown';

export interface Reading {
  readonly found: Found;
  /** Version of the order; -1 if there is none. */
  readonly version: number;
  /** When the order changed last, in RFC 3339; empty if there is none. */
  readonly updatedAt: string;
  /** The response for the client. */
  readonly result: Result;
  /** The HTTP status and headers of the response to the query. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ReadScope {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly address: string;
  readonly signal: AbortSignal;
}

/** Reads the order as the viewer may see it at this moment. */
export type ReadOrder = (watch: Watch, scope: ReadScope) => Promise<Reading>;

const transientCodes: ReadonlySet<GatewayErrorCode> = new Set([
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
]);

function foundIn({ data, errors = [] }: Result, name: string): Found {
  if (data?.[name]) return 'state';
  return errors.some((error) => transientCodes.has(codeOf(error))) ? 'unknown' : 'nothing';
}

/**
 * Adds NOT_FOUND if the order is null: a missing order and one that the viewer may not see look the
 * same.
 */
function withNotFound(
  result: Result,
  name: string,
  { requestId, display }: { readonly requestId: string; readonly display: ErrorDisplay },
): Result {
  if (result.errors !== undefined || result.data?.[name] !== null) return result;
  const error = gatewayError('NOT_FOUND', 'This order does not exist.');
  const shown = maskError(error.toJSON(), display, [name]);
  shown.extensions.requestId = requestId;
  return { ...result, errors: [shown] };
}

type Data = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

interface Update {
  /** The value for the client; undefined if the field is missing. */
  readonly value: unknown;
  readonly version: number;
  readonly updatedAt: string;
}

/** Separates the version and its time from the fields that the client selected. */
function orderIn(value: unknown): Update {
  if (value === undefined) return { value, version: -1, updatedAt: '' };
  const {
    [versionName]: version = -1,
    [updatedAtName]: updatedAt = '',
    ...shown
  } = (value ?? {}) as Data;
  return { value: value && shown, version: Number(version), updatedAt: String(updatedAt) };
}

interface Connection {
  readonly edges: readonly { readonly node: unknown }[];
}

/** The nodes of the list. */
function ordersIn(value: unknown): Update {
  const shown = value ? (value as Connection).edges.map(({ node }) => node) : value;
  return { value: shown, version: -1, updatedAt: '' };
}

/** A path without the levels `edges` and `node`. */
const listPath = ([index, ...rest]: Path): Path =>
  index === undefined ? [] : [index, ...rest.slice(1)];

/** Gives the query's answer the shape of the subscription's. */
function asUpdate({ data, errors, extensions }: Result, { name, target }: Watch) {
  const isList = target.field === 'ordersChanged';
  const { value, ...state } = isList ? ordersIn(data?.[name]) : orderIn(data?.[name]);
  const shown = errors?.map((error) => {
    const [root, ...below] = error.path ?? [];
    return isList && root === name
      ? { ...error, path: [name, ...listPath(below.slice(1))] }
      : error;
  });
  const result: Result = {
    ...(data ? { data: value === undefined ? {} : { [name]: value } } : {}),
    ...(shown ? { errors: shown } : {}),
    ...(extensions ? { extensions } : {}),
  };
  return { result, ...state };
}

/**
 * Runs the query of a subscription through the whole gateway, with the rules, federation, deadlines,
 * errors and metrics of any operation. Its limits were checked at admission.
 */
export function orderReader(
  apollo: ApolloServer<GatewayContext>,
  display: ErrorDisplay,
): ReadOrder {
  return async (watch, { viewer, requestId, address, signal }) => {
    const exchange = newExchange(requestId, address);
    const { query, variables, operationName, cost, charge } = watch;
    Object.assign(exchange, { viewer, signal, admitted: true, counted: true, cost, charge });
    const { body, http } = await apollo.executeOperation(
      { query, variables, operationName },
      { contextValue: { viewer, requestId, signal, exchange } },
    );
    if (body.kind !== 'single')
      throw new Error('The read of an order must have a single response.');
    const { result, ...state } = asUpdate(body.singleResult as Result, watch);
    const found = foundIn(result, watch.name);
    return {
      found,
      ...state,
      result:
        found === 'nothing' ? withNotFound(result, watch.name, { requestId, display }) : result,
      status: http.status ?? 200,
      headers: Object.fromEntries(http.headers),
    };
  };
}
