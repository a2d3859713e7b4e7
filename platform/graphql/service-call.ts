import { GraphQLError } from 'graphql';
import type { Execute } from './execute';
import type { RequestScope } from './request-scope';

/**
 * Calls the internal schema of another service.
 * @throws GraphQLError the first error of the answer, with its code.
 */
export type ServiceCall = <Data>(
  query: string,
  variables: Record<string, unknown>,
  scope: RequestScope,
) => Promise<Data>;

/** @param caller the calling service, for calls within this process; otherwise its certificate names it. */
export function serviceCall(execute: Execute, caller?: string): ServiceCall {
  return async <Data>(query: string, variables: Record<string, unknown>, scope: RequestScope) => {
    const called = { ...scope, caller, mayReadReplicas: false };
    const { data, errors } = await execute({ query, variables }, called);
    const [error] = errors ?? [];
    if (error) throw error;
    if (!data) throw new GraphQLError('The service answered without data.');
    return data as Data;
  };
}
