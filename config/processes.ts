import { z } from 'zod';
import { withoutTrailingSlashes } from '../platform/config/origin';
import { bySubgraph, type SubgraphName, subgraphNames, subgraphs } from './subgraphs';

const port = z.int().min(0).max(65_535);

const origin = (protocol: RegExp, where: string) =>
  z.url({ protocol }).transform(withoutTrailingSlashes).nullable().default(null).describe(where);

const subgraphAddress = (name: SubgraphName) => {
  const { port: ownPort, adminPort } = subgraphs[name];
  return z
    .strictObject({
      url: origin(/^https$/, 'where the other parts reach it; 127.0.0.1 and its port without one'),
      port: port.default(ownPort).describe('where it listens for the other parts'),
      adminPort: port.default(adminPort).describe('port of its /health, /ready and /metrics'),
    })
    .prefault({});
};

const byPort = subgraphNames.toSorted((one, other) => subgraphs[one].port - subgraphs[other].port);

const pemFile = (what: string) => z.string().min(1).nullable().default(null).describe(what);

/** Read only where each part is a process of its own. */
export const servicesSchema = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .default('127.0.0.1')
      .describe('address that subgraphs and admin ports listen on'),
    ...bySubgraph(subgraphAddress, byPort),
    jobs: z
      .strictObject({
        adminPort: port
          .default(subgraphs.orders.jobsAdminPort)
          .describe('admin port of the background jobs of orders'),
      })
      .prefault({}),
    gateway: z
      .strictObject({
        url: origin(/^https?$/, 'where payment providers call back; server.* without one'),
      })
      .prefault({}),
    sandbox: z
      .strictObject({
        url: origin(/^https?$/, 'where orders reaches the sandbox; 127.0.0.1 without one'),
        publicUrl: origin(/^https?$/, 'where the browser of a buyer reaches the sandbox'),
      })
      .prefault({}),
    tls: z
      .strictObject({
        authorityFile: pemFile('PEM file with the certificate of the authority of all parts'),
        certificateFile: pemFile('PEM file with the certificate of this part; its CN is its name'),
        keyFile: pemFile('PEM file with the key of this part'),
      })
      .prefault({}),
  })
  .prefault({});
