import type { Configuration } from '../../config/schema';
import { subgraphNames } from '../../config/subgraphs';

/** A port that a start listens on, by its setting. */
export interface OwnPort {
  readonly setting: string;
  readonly host: string;
  readonly port: number;
}

/** The port of the payment sandbox, unless it runs elsewhere or there is another provider. */
export function sandboxPorts({ payments }: Pick<Configuration, 'payments'>): OwnPort[] {
  const { provider, sandbox } = payments;
  if (provider !== 'sandbox' || !sandbox.start) return [];
  return [{ setting: 'payments.sandbox.port', host: '127.0.0.1', port: sandbox.port }];
}

/** The ports of copies of the whole shop, without those of the second and further ones. */
export function portsOfCopies(configuration: Configuration): OwnPort[] {
  const { server, services } = configuration;
  const { host } = services;
  return [
    { setting: 'server.port', host: server.host, port: server.port },
    { setting: 'server.adminPort', host, port: server.adminPort },
    { setting: 'services.supervisor.adminPort', host, port: services.supervisor.adminPort },
    ...sandboxPorts(configuration),
  ];
}

/** The ports of a process for each service, without those of further instances. */
export function portsOfServices(configuration: Configuration): OwnPort[] {
  const { services } = configuration;
  const internal: [string, number][] = [
    ...subgraphNames.flatMap((name): [string, number][] => [
      [`services.${name}.port`, services[name].port],
      [`services.${name}.adminPort`, services[name].adminPort],
    ]),
    ['services.jobs.adminPort', services.jobs.adminPort],
  ];
  return [
    ...portsOfCopies(configuration),
    ...internal.map(([setting, port]) => ({ setting, host: services.host, port })),
  ];
}
