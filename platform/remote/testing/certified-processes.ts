import { beforeAll } from 'vitest';
import { silentLogger as logger } from '../../testing/silent-logger';
import { folderForFile } from '../../testing/temporary-folder';
import { makeCertificates, tlsFilesOf } from '../certificates';
import { remoteSubgraph } from '../remote-execute';
import { type ServeOptions, serveExecute } from '../serve-execute';
import { readTlsFiles } from '../tls';

export const viewerSecret = 'the-secret-of-two-processes-in-a-test';

/** Certificates of these names for the tests of a file, one of which is `service`. */
export function certifiedForFile(...names: string[]) {
  const folder = folderForFile();
  beforeAll(() => makeCertificates(folder, names));
  const identityOf = (name: string) => readTlsFiles(tlsFilesOf(folder, name));
  return {
    identityOf,

    /** Serves as `service`, at any free port. */
    serve: (options: Pick<ServeOptions, 'public' | 'internal'> & Partial<ServeOptions>) =>
      serveExecute({
        isReady: async () => true,
        tls: identityOf('service'),
        host: '127.0.0.1',
        port: 0,
        viewerSecret,
        logger,
        ...options,
      }),

    /** Calls `service` at a port of this machine. */
    reach: (
      port: number,
      as = 'gateway',
      options: Partial<Parameters<typeof remoteSubgraph>[0]> = {},
    ) =>
      remoteSubgraph({
        url: `https://127.0.0.1:${port}`,
        name: 'service',
        tls: identityOf(as),
        viewerSecret,
        logger,
        ...options,
      }),
  };
}
