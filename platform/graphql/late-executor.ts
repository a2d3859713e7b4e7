import type { Execute } from './execute';

export interface LateExecutor {
  readonly execute: Execute;
  /** Creates it now, so that the first request does not wait for it. */
  create(): Promise<void>;
}

/**
 * An executor that is loaded and created at its first call. The code of a public schema, and building
 * it, take a quarter of a second of CPU, and a command that composes a room uses its internal schema
 * alone.
 */
export function lateExecutor(load: () => Promise<Execute>): LateExecutor {
  let created: Execute | null = null;
  let loading: Promise<Execute> | null = null;
  const executor = async (): Promise<Execute> => {
    loading ??= load();
    created = await loading;
    return created;
  };
  return {
    execute: (request, scope) =>
      created?.(request, scope) ?? executor().then((execute) => execute(request, scope)),
    create: async () => void (await executor()),
  };
}
