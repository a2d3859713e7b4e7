import type { InternalCallers } from '../auth/rules';
import type { Execute } from '../graphql/execute';

/**
 * An internal schema as a service calls it that may: the tests of a field are not about its callers.
 * A test that is names the caller itself.
 */
export function asPermittedCaller(execute: Execute, table: InternalCallers): Execute {
  const fields = Object.values(table).flatMap((type) => Object.entries(type));
  return (request, scope) => {
    const named = fields.find(([field]) => new RegExp(`\\b${field}\\b`).test(request.query));
    return execute(request, { caller: named?.[1][0], ...scope });
  };
}
