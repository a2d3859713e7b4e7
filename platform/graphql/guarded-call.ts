import { GraphQLError } from 'graphql';
import { Breaker, BreakerOpenError, type BreakerOptions } from '../resilience/breaker';
import type { RequestScope } from './request-scope';
import type { ServiceCall } from './service-call';

const faults = new Set<unknown>(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', undefined]);

/** Whether the service has no such field: during a release it may be of another version. */
const isUnknownField = (error: unknown): boolean =>
  error instanceof GraphQLError && error.message.startsWith('Cannot query field ');

/** Any other code, such as a rejected input, is an answer of a healthy service. */
function isServiceFault(error: unknown): boolean {
  if (isUnknownField(error)) return false;
  return !(error instanceof GraphQLError) || faults.has(error.extensions.code);
}

/** The client's error while the breaker of a service is open. */
export class ServiceNotCalledError extends GraphQLError {
  constructor() {
    super('A part of the system does not answer just now.', {
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
  }
}

/** Whether an open breaker prevented the call, so that an immediate retry is useless. */
export function isNotCalled(error: unknown): boolean {
  return error instanceof BreakerOpenError || error instanceof ServiceNotCalledError;
}

/** Calls another service through a breaker. While it is open, SERVICE_UNAVAILABLE at once. */
export function guardedCall(
  call: ServiceCall,
  { name, registry, settings }: Omit<BreakerOptions, 'isFault'>,
): ServiceCall {
  const breaker = new Breaker({ name, registry, settings, isFault: isServiceFault });
  return async <Data>(query: string, variables: Record<string, unknown>, scope: RequestScope) => {
    try {
      return await breaker.call(
        (signal) => call<Data>(query, variables, { ...scope, signal }),
        scope.signal,
      );
    } catch (error) {
      throw error instanceof BreakerOpenError ? new ServiceNotCalledError() : error;
    }
  };
}
