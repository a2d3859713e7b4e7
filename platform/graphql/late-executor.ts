import type { Execute } from './execute';

export interface LateExecutor {
  readonly execute: Execute;
  /** Creates it now, so that the first request does not wait for it. */
  create(): void;
}

/**
 * An executor that is created at its first call. Building a federated schema takes a tenth of a
 * second of CPU, and a command that composes a room uses its internal schema alone.
 */
export function lateExecutor(factory: () => Execute): LateExecutor {
  let created: Execute | null = null;
  const executor = (): Execute => {
    created ??= factory();
    return created;
  };
  return {
    execute: (request, scope) => executor()(request, scope),
    create: () => void executor(),
  };
}
