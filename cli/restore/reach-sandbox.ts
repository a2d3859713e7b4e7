import { sandboxUrl } from '../../config/process/service-addresses';
import { superviseSandbox } from '../topology/sandbox';
import type { Starting } from '../topology/servers';

const answerMs = 5_000;

/** The URL of the sandbox, which is started on its files if it does not run. */
export async function reachSandbox(reach: Starting): Promise<string> {
  const origin = sandboxUrl(reach.configuration);
  if (reach.configuration.payments.provider !== 'sandbox') return origin;
  const signal = AbortSignal.timeout(answerMs);
  const answer = await fetch(`${origin}/health`, { signal }).catch(() => null);
  const started = answer?.ok ? null : await superviseSandbox(reach);
  return started ?? origin;
}
