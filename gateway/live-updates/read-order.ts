import type { ApolloServer } from '@apollo/server';
import type { Viewer } from '../../platform/auth/viewer';
import { codeOf, type GatewayErrorCode } from '../errors';
import { type GatewayContext, newExchange } from '../http/exchange';
import type { Watch } from './admission';
import { versionName } from './as-query';
import type { Result } from './events';
import { readField, watchedField } from './schema';

/** What a read found. `unknown`: it could not be read just now, and may be another time. */
type Found = 'state' | 'nothing' | 'unknown';

export interface Reading {
  readonly found: Found;
  /** Of the order that was read; -1 where there is none. */
  readonly version: number;
  /** As it is sent to the client. */
  readonly result: Result;
  /** As a query would have been answered. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ReadScope {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly address: string;
  readonly signal: AbortSignal;
}

/** Reads what is watched as the viewer sees it at this moment. */
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

/** The answer of the query, under the name of the subscription's field and without the version. */
function asUpdate({ data, errors, extensions }: Result, name: string) {
  const key = name === watchedField ? readField : name;
  const order = data?.[key] as Readonly<Record<string, unknown>> | null | undefined;
  const { [versionName]: version = -1, ...shown } = order ?? {};
  const renamed = errors?.map((error) =>
    error.path?.[0] === key ? { ...error, path: [name, ...error.path.slice(1)] } : error,
  );
  const result: Result = {
    ...(data ? { data: order === undefined ? {} : { [name]: order && shown } } : {}),
    ...(renamed ? { errors: renamed } : {}),
    ...(extensions ? { extensions } : {}),
  };
  return { result, version: Number(version) };
}

/**
 * Runs the query of a watch through the whole gateway: rules, federation, deadlines, errors and
 * metrics are those of any other operation. Its limits have been checked when it was admitted.
 */
export function orderReader(apollo: ApolloServer<GatewayContext>): ReadOrder {
  return async (watch, { viewer, requestId, address, signal }) => {
    const exchange = newExchange(requestId, address);
    const { query, variables, operationName, cost, charge } = watch;
    Object.assign(exchange, { viewer, signal, admitted: true, counted: true, cost, charge });
    const { body, http } = await apollo.executeOperation(
      { query, variables, operationName },
      { contextValue: { viewer, requestId, signal, exchange } },
    );
    if (body.kind !== 'single') throw new Error('An order is read in one piece.');
    const { result, version } = asUpdate(body.singleResult as Result, watch.name);
    return {
      found: foundIn(result, watch.name),
      version,
      result,
      status: http.status ?? 200,
      headers: Object.fromEntries(http.headers),
    };
  };
}
