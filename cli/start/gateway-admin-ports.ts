import type { Configuration } from '../../config/schema';
import { subgraphNames } from '../../config/subgraphs';
import { isPortFree } from '../../platform/process/port';

/** Ports that are tried for the gateways after the first one. */
const triedMax = 1_000;
const portMax = 65_535;

function reservedPorts({ server, services, payments }: Configuration): Set<number> {
  const ofSubgraphs = subgraphNames.flatMap((name) => {
    const { port, adminPort } = services[name];
    return [port, adminPort];
  });
  const { port } = payments.sandbox;
  return new Set([server.port, server.adminPort, services.jobs.adminPort, port, ...ofSubgraphs]);
}

/**
 * The admin port of each gateway. The first one has `server.adminPort`; each other one has the next
 * port that is free, so that a taken port stops none of them. 0 stands alone for any free port.
 * @throws Error if there are too few free ports.
 */
export async function gatewayAdminPorts(
  configuration: Configuration,
  gateways: number,
  isFree: (host: string, port: number) => Promise<boolean> = isPortFree,
): Promise<number[]> {
  const { server, services } = configuration;
  const first = server.adminPort;
  if (first === 0) return Array.from({ length: gateways }, () => 0);
  const reserved = reservedPorts(configuration);
  const last = Math.min(first + triedMax, portMax);
  const ports = [first];
  for (let port = first + 1; ports.length < gateways; port += 1) {
    if (port > last) throw new Error(`There are too few free ports between ${first} and ${last}.`);
    if (!reserved.has(port) && (await isFree(services.host, port))) ports.push(port);
  }
  return ports;
}
