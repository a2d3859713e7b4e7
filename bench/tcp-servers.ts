import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SubgraphName } from '../config/subgraphs';
import { databaseVariables } from '../config/testing/subgraph-variables';
import { startEmbeddedPostgres } from '../platform/database/embedded';
import { makeCertificates, tlsFilesOf } from '../platform/remote/certificates';
import type { TlsFiles } from '../platform/remote/tls';
import { createLogger } from '../platform/telemetry/logger';
import { freePort } from '../platform/testing/free-port';
import { postgresWithTls, redisOnTcp, relayTo } from '../testing/tls-servers';
import { type BenchServers, newBenchFolder } from './bench-shop';

const certificateName = 'localhost';

async function newFiles(folder: string): Promise<Required<TlsFiles>> {
  const certificates = path.join(folder, 'certificates');
  await makeCertificates(certificates, [certificateName]);
  return tlsFilesOf(certificates, certificateName);
}

/**
 * Turns a URL of the embedded PostgreSQL into one over TCP, with a verified certificate or without
 * TLS.
 */
function onTcp(address: string, files: TlsFiles | null): string {
  const url = new URL(address);
  url.hostname = certificateName;
  url.search = '';
  url.searchParams.set('sslmode', files === null ? 'disable' : 'verify-full');
  if (files !== null) url.searchParams.set('sslrootcert', files.authorityFile);
  return url.href;
}

/** Variables that only TLS needs. The sandbox trusts the CA when it calls the public port. */
const tlsVariables = ({ authorityFile, certificateFile, keyFile }: TlsFiles) => ({
  ORDERPROCESSING_REDIS_AUTHORITY_FILE: authorityFile,
  ORDERPROCESSING_PAYMENTS_AUTHORITY_FILE: authorityFile,
  ORDERPROCESSING_SERVER_TLS_CERTIFICATE_FILE: certificateFile,
  ORDERPROCESSING_SERVER_TLS_KEY_FILE: keyFile,
  NODE_EXTRA_CA_CERTS: authorityFile,
});

/**
 * PostgreSQL and Redis on TCP, a relay before the sandbox that the shop starts, and a public port:
 * all with TLS, or all without it and otherwise the same.
 */
export async function startTcpServers(hasTls: boolean): Promise<BenchServers> {
  const folder = newBenchFolder();
  const files = hasTls ? await newFiles(folder) : null;
  const logger = createLogger({ level: 'warn', pretty: true, name: 'bench' });
  const onLost = (reason: string) => logger.error(reason);
  const dataFolder = path.join(folder, 'data');
  const postgres = await startEmbeddedPostgres({ dataFolder, logger, onLost });
  const link = files && (await postgresWithTls(postgres.tcpUrl('postgres'), files));
  const redis = await redisOnTcp(files);
  const sandboxPort = await freePort();
  const relay = await relayTo(sandboxPort, files);
  const port = await freePort();
  const http = hasTls ? 'https' : 'http';
  const owner = (name: SubgraphName) => onTcp(postgres.url(name), files);
  const application = (name: SubgraphName) => onTcp(postgres.applicationUrl(name), files);
  return {
    folder,
    pids: [postgres.pid, redis.pid],
    authority: files === null ? undefined : readFileSync(files.authorityFile, 'utf8'),
    settings: {
      ...databaseVariables(application, owner),
      ORDERPROCESSING_REDIS_URL: `${hasTls ? 'rediss' : 'redis'}://localhost:${redis.port}`,
      ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: String(sandboxPort),
      ORDERPROCESSING_SERVICES_SANDBOX_URL: `${http}://localhost:${relay.port}`,
      ORDERPROCESSING_SERVER_PORT: String(port),
      ORDERPROCESSING_SERVICES_GATEWAY_URL: `${http}://localhost:${port}`,
      ...(files && tlsVariables(files)),
    },
    async close() {
      await relay.close();
      await redis.close();
      await link?.close();
      await postgres.stop();
    },
  };
}
