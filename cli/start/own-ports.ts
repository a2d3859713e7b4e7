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

/** The ports of a shop of many processes, without those of further instances. */
export function portsOfManyProcesses(configuration: Configuration): OwnPort[] {
  const { server, services } = configuration;
  const internal: [string, number][] = [
    ...subgraphNames.flatMap((name): [string, number][] => [
      [`services.${name}.port`, services[name].port],
      [`services.${name}.adminPort`, services[name].adminPort],
    ]),
    ['services.jobs.adminPort', services.jobs.adminPort],
    ['services.supervisor.adminPort', services.supervisor.adminPort],
    ['server.adminPort', server.adminPort],
  ];
  return [
    { setting: 'server.port', host: server.host, port: server.port },
    ...sandboxPorts(configuration),
    ...internal.map(([setting, port]) => ({ setting, host: services.host, port })),
  ];
}
