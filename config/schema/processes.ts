import { z } from 'zod';
import { withoutTrailingSlashes } from '../../platform/config/origin';
import { bySubgraph, type SubgraphName, subgraphNames, subgraphs } from '../subgraphs';
import { discoverySchema } from './discovery';
import { httpUrl, serverUrl } from './http-url';
import { count, optionalText, port, text } from './values';

const subgraphAddress = (name: SubgraphName) => {
  const { port: ownPort, adminPort } = subgraphs[name];
  return z
    .strictObject({
      url: serverUrl(/^https$/).describe(
        'URL for the other processes; if not set, 127.0.0.1 and its port',
      ),
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

/**
 * The ports, URLs and certificates of processes; used only if the system runs as several of them.
 */
export const servicesSchema = z
  .strictObject({
    host: text
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
            'admin port of `start --distributed` and `start --copies`, with its /ready and /metrics; 0 is any free port, which `status` shows',
          ),
      })
      .prefault({}),
    gateway: z
      .strictObject({
        url: serverUrl(/^https?$/).describe(
          'URL for callbacks of payment providers; if not set, server.*',
        ),
      })
      .prefault({}),
    sandbox: z
      .strictObject({
        url: serverUrl(/^https?$/).describe('URL of the sandbox for orders; if not set, 127.0.0.1'),
        publicUrl: serverUrl(/^https?$/).describe("URL of the sandbox for buyers' browsers"),
      })
      .prefault({}),
    tls: z
      .strictObject({
        authorityFile: optionalText.describe('PEM file with the CA certificate of all processes'),
        certificateFile: optionalText.describe(
          'PEM file with the certificate of this process; its CN is its name',
        ),
        keyFile: optionalText.describe('PEM file with the key of this process'),
        revokedFile: optionalText.describe(
          'file with the serial numbers of revoked certificates, one a line',
        ),
        certificateDays: count(1, 90)
          .default(30)
          .describe(
            'lifetime of the certificates that `start --distributed` issues; it replaces those that were issued for longer',
          ),
      })
      .prefault({}),
  })
  .prefault({});
