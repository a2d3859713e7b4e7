import type { Writable } from 'node:stream';

/**
 * Resolves when a full stream takes more, or has closed. It leaves no listener behind: Node warns of
 * the eleventh on one stream.
 */
export function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stream.off('drain', end).off('close', end);
      resolve();
    };
    stream.on('drain', end).on('close', end);
  });
}
