import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { type SubgraphName, subgraphNames } from '../subgraphs';
import { count } from './values';

const portMax = 65_535;
const offsetMax = 50_000;

export const portOffsetSchema = count(0, offsetMax)
  .default(0)
  .describe('added to every port that the shop listens on, so that two shops run side by side');

interface Ports {
  readonly port: number;
  readonly adminPort: number;
}

/** The settings that are ports of this installation. */
export interface WithPorts {
  readonly server: Ports & { readonly portOffset: number };
  readonly services: Readonly<Record<SubgraphName, Ports>> & {
    readonly jobs: { readonly adminPort: number };
    readonly supervisor: { readonly adminPort: number };
  };
  readonly payments: { readonly sandbox: { readonly port: number } };
}

/** Adds the offset to a port, except to 0, which means any free port. */
const moved = (port: number, offset: number): number => (port === 0 ? 0 : port + offset);

const movedPorts = <Group extends Ports>(group: Group, offset: number): Group => ({
  ...group,
  port: moved(group.port, offset),
  adminPort: moved(group.adminPort, offset),
});

/** The same settings with every port moved by `server.portOffset`. */
export function withPortOffset<Settings extends WithPorts>(settings: Settings): Settings {
  const { server, services, payments } = settings;
  const { portOffset: offset } = server;
  if (offset === 0) return settings;
  const subgraphs = subgraphNames.map(
    (name) => [name, movedPorts(services[name], offset)] as const,
  );
  const { sandbox } = payments;
  return {
    ...settings,
    server: movedPorts(server, offset),
    services: {
      ...services,
      ...Object.fromEntries(subgraphs),
      jobs: { ...services.jobs, adminPort: moved(services.jobs.adminPort, offset) },
      supervisor: {
        ...services.supervisor,
        adminPort: moved(services.supervisor.adminPort, offset),
      },
    },
    payments: { ...payments, sandbox: { ...sandbox, port: moved(sandbox.port, offset) } },
  };
}

/** Every port that the shop listens on, by the path of its setting. */
export function portsOf({ server, services, payments }: WithPorts): ReadonlyMap<string, number> {
  const ofSubgraphs = subgraphNames.flatMap((name): [string, number][] => [
    [`services.${name}.port`, services[name].port],
    [`services.${name}.adminPort`, services[name].adminPort],
  ]);
  return new Map([
    ['server.port', server.port],
    ['server.adminPort', server.adminPort],
    ['payments.sandbox.port', payments.sandbox.port],
    ...ofSubgraphs,
    ['services.jobs.adminPort', services.jobs.adminPort],
    ['services.supervisor.adminPort', services.supervisor.adminPort],
  ]);
}

/** Rejects an offset that moves a port beyond 65,535. */
export function portOffsetFaults(settings: WithPorts): ConfigurationFault[] {
  const highest = Math.max(...portsOf(withPortOffset(settings)).values());
  if (highest <= portMax) return [];
  const most = settings.server.portOffset - (highest - portMax);
  return [{ path: 'server.portOffset', expected: `expected at most ${most} with these ports` }];
}
