import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { portsOf, type WithPorts, withPortOffset } from './port-offset';

/**
 * The ports to which browsers and the `fetch` of Node refuse to connect: the bad ports of the Fetch
 * standard, section 2.9.
 */
export const refusedPorts: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10080,
]);

interface Settings extends WithPorts {
  readonly server: WithPorts['server'] & { readonly publicUrl: string | null };
}

const refuse = 'to which browsers refuse to connect';

/** The first number from this one on for which the check holds. */
function firstFrom(start: number, check: (candidate: number) => boolean): number {
  let candidate = start;
  while (!check(candidate)) candidate += 1;
  return candidate;
}

const isAccepted = (port: number): boolean => !refusedPorts.has(port);

/** The first offset from this one on that moves no port to one that browsers refuse. */
export function acceptedOffset(settings: WithPorts, from: number): number {
  const ports = [...portsOf(settings).values()].filter((port) => port !== 0);
  return firstFrom(from, (offset) => ports.every((port) => isAccepted(port + offset)));
}

function offsetFault(settings: Settings, name: string, port: number): ConfigurationFault {
  const good = acceptedOffset(settings, settings.server.portOffset);
  const expected = `moves ${name} to ${port}, ${refuse}: expected another offset, such as ${good}`;
  return { path: 'server.portOffset', expected };
}

function publicUrlFaults({ server: { publicUrl } }: Settings): ConfigurationFault[] {
  const port = publicUrl === null ? 0 : Number(new URL(publicUrl).port);
  if (isAccepted(port)) return [];
  const expected = `has the port ${port}, ${refuse}: expected another one, such as 443`;
  return [{ path: 'server.publicUrl', expected }];
}

/** Ports that a shop could listen on, and that no browser would connect to. */
export function browserPortFaults(settings: Settings): ConfigurationFault[] {
  const { portOffset } = settings.server;
  const refused = [...portsOf(withPortOffset(settings))].filter(([, port]) => !isAccepted(port));
  const faults = refused.map(([path, port]): ConfigurationFault => {
    if (portOffset > 0) return offsetFault(settings, path, port);
    const good = firstFrom(port, isAccepted);
    return { path, expected: `is ${port}, ${refuse}: expected another port, such as ${good}` };
  });
  return [...faults, ...publicUrlFaults(settings)];
}
