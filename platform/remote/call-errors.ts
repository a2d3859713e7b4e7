import { misdirected } from './wire/connection';

/** The process answered, but with another status than 200. */
export class UnexpectedStatus extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The callee does not know the secret of the signature; it did nothing. */
export class UnknownSignature extends UnexpectedStatus {}

/** The process stops, and has not executed the call. */
export class NotExecuted extends UnexpectedStatus {}

/**
 * A new connection was closed before it carried the call, e.g. by a process that was just replaced.
 */
export class NotSent extends Error {}

/** A reused connection was lost before the response. */
export class StaleConnection extends Error {}

export function statusError(name: string, status: number, text: string): Error {
  const said = `${name} answered ${status}: ${text.slice(0, 200)}`;
  if (status === misdirected) return new NotExecuted(status, said);
  return status === 401 ? new UnknownSignature(status, said) : new UnexpectedStatus(status, said);
}

/** Whether nothing listens at the port, as after the end of a process. */
export const isConnectionRefused = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
