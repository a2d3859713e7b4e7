/** Milliseconds after which no new call starts, or a signal with the same effect. */
export type LoadEnd = number | AbortSignal;

export function isOverAfter(end: LoadEnd): () => boolean {
  if (typeof end !== 'number') return () => end.aborted;
  const endsAtMs = performance.now() + end;
  return () => performance.now() >= endsAtMs;
}
