import { z } from 'zod';
import { serverUrl } from './http-url';
import { count, optionalText } from './values';

const nameServer = /^(?:\[[\da-f:]+\]|[\d.]+)(?::\d{1,5})?$/i;

/** How processes find the instances of a subgraph, and share their calls among them. */
export const discoverySchema = z
  .strictObject({
    method: z
      .enum(['list', 'dns', 'consul'])
      .default('list')
      .describe(
        'how the instances of a subgraph are found: `list` are services.NAME.urls, or its one URL; ' +
          '`dns` are all addresses of the host in its URL; `consul` are those that Consul knows',
      ),
    balancing: z
      .enum(['least-outstanding', 'round-robin'])
      .default('least-outstanding')
      .describe('which instance gets a call: the less loaded of two random ones, or the next one'),
    pollSeconds: count(1, 300)
      .default(5)
      .describe('pause between two queries of DNS for the instances of a subgraph'),
    nameServers: z
      .array(z.string().regex(nameServer, 'expected an address such as 10.0.0.2 or 10.0.0.2:5353'))
      .default([])
      .describe('name servers that are asked instead of those of the machine'),
    consul: z
      .strictObject({
        url: serverUrl().describe(
          'URL of the Consul agent of this machine, such as http://127.0.0.1:8500',
        ),
        token: optionalText.describe('ACL token for the agent'),
        advertisedHost: optionalText.describe(
          'network address of this process in Consul; if not set, services.host',
        ),
      })
      .prefault({}),
  })
  .superRefine(({ method, consul }, context) => {
    if (method !== 'consul' || consul.url !== null) return;
    const message = 'is required for the method consul';
    context.addIssue({ code: 'custom', path: ['consul', 'url'], message });
  })
  .prefault({});
