import type { Registry } from 'prom-client';
import type { Configuration } from '../../config/schema';
import { type FollowedKeyPair, followKeyPair } from '../../platform/remote/follow-tls';
import { certificateMetrics } from '../../platform/remote/metrics';
import type { Logger } from '../../platform/telemetry/logger';

/** Its common name may be missing, or be the same as that of a process. */
const metricName = 'public';

/**
 * The certificate of the public port, which follows its files.
 * @returns null if the port has none.
 * @throws Error with one sentence if its files cannot be read.
 */
export function serverCertificate(
  { certificateFile, keyFile }: Configuration['server']['tls'],
  { registry, logger }: { readonly registry: Registry; readonly logger: Logger },
): FollowedKeyPair | null {
  if (certificateFile === null || keyFile === null) return null;
  const tls = followKeyPair({ certificateFile, keyFile }, logger);
  const record = certificateMetrics(registry);
  record(tls.cert, metricName);
  tls.onChange(({ cert }) => record(cert, metricName));
  return tls;
}
