import type { Lifecycle } from '../../platform/process/lifecycle';
import { changeCertificates, makeCertificates } from '../../platform/remote/certificates';
import { msPerHour } from '../../platform/values/time';
import type { Starting } from './servers';

const stopDeadlineMs = 1_000;

interface KeepingCertificates extends Pick<Starting, 'configuration' | 'logger'> {
  readonly lifecycle: Pick<Lifecycle, 'onStop'>;
}

/**
 * Issues the certificates of all processes, and renews those with less than a third of their
 * lifetime left, every hour. The processes reload their files.
 */
export async function keepCertificates(
  folder: string,
  names: readonly string[],
  { configuration, lifecycle, logger }: KeepingCertificates,
): Promise<void> {
  const { certificateDays: days } = configuration.services.tls;
  // Another start may have this folder, and `certificates revoke` may be called for it.
  const make = () => changeCertificates(folder, () => makeCertificates(folder, names, { days }));
  await make();
  const renew = (): Promise<void> =>
    make().then(
      (renewed) => {
        if (renewed.length > 0) logger.info({ names: renewed }, 'certificates renewed');
      },
      (error: unknown) => logger.error({ err: error }, 'renewing certificates failed'),
    );
  const timer = setInterval(() => void renew(), msPerHour).unref();
  lifecycle.onStop('renewal of certificates', stopDeadlineMs, async () => clearInterval(timer));
}
