/**
 * Whether a process is ready, by its answer to POST /ready. Versions without this route answer 404,
 * and count as ready.
 */
export function readinessIn(status: number, text: string): boolean {
  if (status === 404) return true;
  if (status !== 200) return false;
  try {
    return (JSON.parse(text) as { isReady?: unknown }).isReady === true;
  } catch {
    // An answer that is not JSON does not come from a process that works.
    return false;
  }
}
