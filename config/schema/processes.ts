import { z } from 'zod';
import { withoutTrailingSlashes } from '../../platform/config/origin';
import { bySubgraph, type SubgraphName, subgraphNames, subgraphs } from '../subgraphs';
import { discoverySchema } from './discovery';
import { httpUrl } from './http-url';

const port = z.int().min(0).max(65_535);

const origin = (protocol: RegExp, where: string) =>
  httpUrl(protocol).transform(withoutTrailingSlashes).nullable().default(null).describe(where);

const subgraphAddress = (name: SubgraphName) => {
  const { port: ownPort, adminPort } = subgraphs[name];
  return z
    .strictObject({
      url: origin(/^https$/, 'URL for the other processes; if not set, 127.0.0.1 and its port'),
      urls: z
        .array(httpUrl(/^https$/).transform(withoutTrailingSlashes))
        .default([])
        .describe('URLs of its instances for the other processes, if there are several'),
      port: port.default(ownPort).describe('port for the other processes'),
      adminPort: port.default(adminPort).describe('port of its /health, /ready and /metrics'),
    })
    .prefault({});
};

const byPort = subgraphNames.toSorted((one, other) => subgraphs[one].port - subgraphs[other].port);

const pemFile = (what: string) => z.string().min(1).nullable().default(null).describe(what);

/**
 * The ports, URLs and certificates of processes; used only if the system runs as several of them.
 */
export const servicesSchema = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .default('127.0.0.1')
      .describe('network address that subgraphs and admin ports listen on'),
    ...bySubgraph(subgraphAddress, byPort),
    discovery: discoverySchema,
    jobs: z
      .strictObject({
        adminPort: port
          .default(subgraphs.orders.jobsAdminPort)
          .describe('admin port of the background jobs of orders'),
      })
      .prefault({}),
    supervisor: z
      .strictObject({
        adminPort: port
          .default(0)
          .describe(
            'admin port of `start --distributed`, with its /ready and /metrics; 0 is any free port, which `status` shows',
          ),
      })
      .prefault({}),
    gateway: z
      .strictObject({
        url: origin(/^https?$/, 'URL for callbacks of payment providers; if not set, server.*'),
      })
      .prefault({}),
    sandbox: z
      .strictObject({
        url: origin(/^https?$/, 'URL of the sandbox for orders; if not set, 127.0.0.1'),
        publicUrl: origin(/^https?$/, "URL of the sandbox for buyers' browsers"),
      })
      .prefault({}),
    tls: z
      .strictObject({
        authorityFile: pemFile('PEM file with the CA certificate of all processes'),
        certificateFile: pemFile(
          'PEM file with the certificate of this process; its CN is its name',
        ),
        keyFile: pemFile('PEM file with the key of this process'),
        revokedFile: pemFile('file with the serial numbers of revoked certificates, one a line'),
        certificateDays: z
          .int()
          .min(1)
          .max(90)
          .default(30)
          .describe(
            'lifetime of the certificates that `start --distributed` issues; it replaces those that were issued for longer',
          ),
      })
      .prefault({}),
  })
  .prefault({});
