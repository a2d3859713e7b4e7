import { namedProcess, type ReleaseSettings } from './addresses';
import { supervisorOf } from './ask';
import { type ServerStats, slots } from './haproxy';
import { HaproxyProcess } from './haproxy-process';
import { type PortHolder, portHolders, shopsOnDatabases } from './running';
import { isRunning, type ReleaseState, type Version } from './state';

export interface RunningShop {
  readonly pid: number;
  readonly command: string;
  readonly dataFolder: string | null;
}

export interface ReleaseStatus {
  readonly state: ReleaseState;
  /** The process id of the supervisor; null if none runs. */
  readonly supervisor: number | null;
  /** What HAProxy counts; null if it does not answer. */
  readonly servers: readonly ServerStats[] | null;
  readonly ports: readonly PortHolder[];
  /** Shops on these databases that no slot of the state names. */
  readonly others: readonly RunningShop[];
}

/** The processes that the state names, running or not, and others on their ports. */
export async function releaseStatus(
  settings: ReleaseSettings,
  state: ReleaseState,
): Promise<ReleaseStatus> {
  const { balancer } = new HaproxyProcess(settings);
  const known = new Set(Object.values(state.versions).map(({ pid }) => pid));
  const others = shopsOnDatabases(settings).filter(({ pid }) => !known.has(pid));
  return {
    state,
    supervisor: supervisorOf(settings.folder),
    servers: await balancer.control.stats().catch(() => null),
    ports: portHolders(settings),
    others: others.map(({ pid, command, environment }) => ({
      pid,
      command,
      dataFolder: environment.ORDERPROCESSING_DATA_FOLDER ?? null,
    })),
  };
}

function versionLine(
  version: Version | undefined,
  slot: string,
  { state, servers }: ReleaseStatus,
): string {
  if (version === undefined) return `${slot.padEnd(6)} none\n`;
  const mark = slot === state.active ? '*' : ' ';
  const server = servers?.find((one) => one.slot === slot);
  const counted =
    server === undefined
      ? 'HAProxy does not answer'
      : `${server.status}, weight ${server.weight}, ${server.openRequests} open, ${server.requests} requests, ${server.failures} failed`;
  const life = isRunning(version) ? `process ${version.pid}` : `process ${version.pid} HAS ENDED`;
  return `${slot.padEnd(6)}${mark} ${version.commit}  ${counted}  (${life}, ${version.build})\n`;
}

const holderLine = ({ name, port, isOurs, ...holder }: PortHolder): string =>
  `port ${port} (${name})  ${namedProcess(holder)}${isOurs ? '' : ', which no release started'}\n`;

const shopLine = ({ dataFolder, ...shop }: RunningShop): string =>
  `also on these databases  ${namedProcess(shop)}, data folder ${dataFolder ?? 'unknown'}\n`;

export function statusText(status: ReleaseStatus): string {
  const { state, supervisor, servers, ports, others } = status;
  const { haproxy } = state;
  const isUp = haproxy !== null && isRunning(haproxy);
  const lines = [
    `${state.url}\n`,
    supervisor === null
      ? 'supervisor  none: the next release command starts it\n'
      : `supervisor  process ${supervisor}\n`,
    isUp
      ? `HAProxy  process ${haproxy.pid}${servers === null ? ', does not answer' : ''}\n`
      : 'HAProxy  does not run\n',
    ...slots.map((slot) => versionLine(state.versions[slot], slot, status)),
    ...ports.map(holderLine),
    ...others.map(shopLine),
    `${state.outcome ?? ''}\n`,
  ];
  return lines.join('');
}
