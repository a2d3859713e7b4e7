import { type DestinationStream, symbols } from 'pino';

/** Lines of this level and above are written at once. */
const urgentLevel = 40;
/**
 * Characters that wait for the end of a turn.
 * @exceeded they are written at once
 * @test platform/telemetry/turn-stream.test.ts
 */
export const waitingCharactersMax = 65_536;

/** The part of a stream of pino that tells it the level of the line. */
interface Leveled extends DestinationStream {
  lastLevel?: number;
}

export interface TurnStream extends DestinationStream {
  /** Writes what waits. Call when the process exits. */
  flush(): void;
}

/**
 * Writes the lines of one turn of the event loop together, because each write is a system call.
 * Warnings and errors are written at once, with what waits before them: the process may end.
 */
export function turnStream(destination: DestinationStream): TurnStream {
  let lines = '';
  const flush = (): void => {
    if (lines === '') return;
    const written = lines;
    lines = '';
    destination.write(written);
  };
  const stream: TurnStream & Leveled = {
    flush,
    write: (line) => {
      if (lines === '') setImmediate(flush);
      lines += line;
      const isUrgent = (stream.lastLevel ?? urgentLevel) >= urgentLevel;
      if (isUrgent || lines.length > waitingCharactersMax) flush();
    },
  };
  return Object.assign(stream, { [symbols.needsMetadataGsym]: true });
}
