/** Whether a process is ready, by its answer to POST /ready. */
export function readinessIn(status: number, text: string): boolean {
  if (status !== 200) return false;
  try {
    return (JSON.parse(text) as { isReady?: unknown }).isReady === true;
  } catch {
    // An answer that is not JSON does not come from a process that works.
    return false;
  }
}
