import { sandboxUrl } from '../../config/process/service-addresses';
import type { Configuration } from '../../config/schema';
import type { Lifecycle } from '../../platform/process/lifecycle';
import type { Logger } from '../../platform/telemetry/logger';
import { superviseSandbox } from '../topology/sandbox';

const answerMs = 5_000;

export interface SandboxReach {
  readonly configuration: Configuration;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

/** The URL of the sandbox, which is started on its files if it does not run. */
export async function reachSandbox(reach: SandboxReach): Promise<string> {
  const origin = sandboxUrl(reach.configuration);
  if (reach.configuration.payments.provider !== 'sandbox') return origin;
  const signal = AbortSignal.timeout(answerMs);
  const answer = await fetch(`${origin}/health`, { signal }).catch(() => null);
  const started = answer?.ok ? null : await superviseSandbox(reach);
  return started ?? origin;
}
