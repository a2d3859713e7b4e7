import type { AnyVariables } from 'urql';
import { type Loaded, useData, usePolling } from '../../api/hooks';
import type { Operation } from '../../api/typed-document';

/** The overview is left open, so it reads all of its parts again at this interval. */
export const refreshMs = 30_000;

export function useFreshData<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Loaded<Data> {
  const loaded = useData(operation, variables);
  usePolling(true, loaded.reload, refreshMs);
  return loaded;
}
