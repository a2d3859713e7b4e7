/** Whether the shop answers, and not something in between. */
export async function isShopReachable(): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    const { ok } = await fetch('/health', { method: 'HEAD', cache: 'no-store' });
    return ok;
  } catch {
    return false;
  }
}
