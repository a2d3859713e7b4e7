import { endSpan, isTracing, openSpan } from '../telemetry/tracing';
import type { Redis } from './client';
import { interceptCommands } from './intercepted-commands';

/** A span for each command in a trace, with its name only: keys and values may contain personal data. */
export function traceCommands(redis: Redis): void {
  if (!isTracing()) return;
  interceptCommands(redis, (command, _where, send) => {
    const { name } = command;
    const span = openSpan(`Redis ${name}`, {
      role: 'client',
      attributes: { 'db.system.name': 'redis', 'db.operation.name': name },
    });
    if (span !== null) {
      command.promise.then(
        () => endSpan(span),
        (error: unknown) => endSpan(span, error),
      );
    }
    return send();
  });
}
