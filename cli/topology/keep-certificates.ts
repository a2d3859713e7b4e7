import { makeCertificates } from '../../platform/remote/certificates';
import { msPerHour } from '../../platform/values/time';
import type { Starting } from './servers';

const stopDeadlineMs = 1_000;

/**
 * Issues the certificates of all processes, and renews those with less than a third of their
 * lifetime left, every hour. The processes reload their files.
 */
export async function keepCertificates(
  folder: string,
  names: readonly string[],
  { configuration, lifecycle, logger }: Starting,
): Promise<void> {
  const { certificateDays: days } = configuration.services.tls;
  await makeCertificates(folder, names, { days });
  const renew = (): Promise<void> =>
    makeCertificates(folder, names, { days }).then(
      (renewed) => {
        if (renewed.length > 0) logger.info({ names: renewed }, 'certificates renewed');
      },
      (error: unknown) => logger.error({ err: error }, 'renewing certificates failed'),
    );
  const timer = setInterval(() => void renew(), msPerHour).unref();
  lifecycle.onStop('renewal of certificates', stopDeadlineMs, async () => clearInterval(timer));
}
