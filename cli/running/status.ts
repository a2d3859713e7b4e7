import { gatewayOrigin, sandboxUrl } from '../../config/process/service-addresses';
import type { Configuration } from '../../config/schema';
import { processesOf, subgraphNames } from '../../config/subgraphs';
import { urlHost } from '../../platform/net/url-host';
import { dataFolderHolder } from '../../platform/process/data-folder';
import { msPerSecond } from '../../platform/values/time';
import { readProcessList } from './process-list';

/** What a process said about itself. */
export interface ProcessStatus {
  readonly name: string;
  readonly url: string;
  /**
   * `ok`, `warn` and `fail` are its own words, and it fails with a certificate that clients refuse;
   * `down` means that it does not answer.
   */
  readonly status: 'ok' | 'warn' | 'fail' | 'down';
  /**
   * Its dependencies that are not ok; what is wrong with its `certificate`; why it is down, as
   * `answer`, unless nothing listens there.
   */
  readonly checks: Readonly<Record<string, string>>;
}

export interface ShopStatus {
  /** Whether the gateway accepts requests, and every process that answers is ready. */
  readonly isReady: boolean;
  /** Whether anything answers, or a process holds the data folder. */
  readonly isRunning: boolean;
  /** The process that holds the data folder; null without one. */
  readonly pid: number | null;
  readonly processes: readonly ProcessStatus[];
}

const answerDeadlineMs = 3_000;

interface Answer {
  readonly status?: ProcessStatus['status'];
  readonly checks?: Readonly<Record<string, string>>;
}

/** What a process that is down says instead; null where nothing listens. */
const answers: Readonly<Record<string, string | null>> = {
  ECONNREFUSED: null,
  TimeoutError: `none within ${answerDeadlineMs / msPerSecond} s`,
  SyntaxError: 'not JSON',
};

const unknownAuthority = 'is of an unknown authority: name its file in NODE_EXTRA_CA_CERTS';

/** Why clients refuse the certificate of a process that listens. */
const certificateFaults: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID:
    'is for another host: set server.publicUrl to a URL with a host that it names',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
};

/** The state of a process whose answer cannot be read. */
function stateOf(error: unknown): Pick<ProcessStatus, 'status' | 'checks'> {
  const { name, cause } = error as Error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? name;
  const certificate = certificateFaults[code];
  if (certificate !== undefined) return { status: 'fail', checks: { certificate } };
  const answer = Object.hasOwn(answers, code) ? answers[code] : code;
  return { status: 'down', checks: answer ? { answer } : {} };
}

async function ask(name: string, url: string): Promise<ProcessStatus> {
  const signal = AbortSignal.timeout(answerDeadlineMs);
  try {
    const answer = await fetch(url, { signal });
    const { status = answer.ok ? 'ok' : 'fail', checks = {} } = (await answer.json()) as Answer;
    const faulty = Object.entries(checks).filter(([, state]) => state !== 'ok');
    return { name, url, status, checks: Object.fromEntries(faulty) };
  } catch (error) {
    return { name, url, ...stateOf(error) };
  }
}

/** Where a process with this network address says whether it is ready. */
export const readinessUrl = (host: string, port: number): string =>
  `http://${urlHost(host)}:${port}/ready`;

/**
 * The processes besides the gateway at the public port, with the admin port of each: those that a
 * supervisor on this machine has started, else those of the settings.
 */
function adminPorts(
  { services, dataFolder }: Configuration,
  pid: number | null,
): (readonly [string, number])[] {
  const list = readProcessList(dataFolder);
  if (list !== null && list.pid === pid) {
    // They are listed in the order in which they became ready, which differs from start to start.
    return list.processes
      .map(({ name, adminPort }) => [name, adminPort] as const)
      .sort(([one], [other]) => one.localeCompare(other));
  }
  return subgraphNames.flatMap((subgraph) =>
    processesOf(subgraph).map(({ name }) => {
      const { adminPort } = name === subgraph ? services[subgraph] : services.jobs;
      return [name, adminPort] as const;
    }),
  );
}

const isUp = ({ status }: ProcessStatus): boolean => status !== 'down';

/**
 * Asks every process whether it is ready. Processes of subgraphs are listed if any of them answers:
 * in one process there are none.
 */
export async function shopStatus(configuration: Configuration): Promise<ShopStatus> {
  const { payments, services, dataFolder } = configuration;
  const isSandbox = payments.provider === 'sandbox';
  const ofSandbox = isSandbox ? [ask('sandbox', `${sandboxUrl(configuration)}/health`)] : [];
  const pid = dataFolderHolder(dataFolder);
  const ofSubgraphs = adminPorts(configuration, pid).map(([name, port]) =>
    ask(name, readinessUrl(services.host, port)),
  );
  const [gateway, sandbox, subgraphs] = await Promise.all([
    ask('gateway', `${gatewayOrigin(configuration)}/ready`),
    Promise.all(ofSandbox),
    Promise.all(ofSubgraphs),
  ]);
  const processes = [gateway, ...(subgraphs.some(isUp) ? subgraphs : []), ...sandbox];
  return {
    isReady: processes.every(({ status }) => status === 'ok' || status === 'warn'),
    isRunning: pid !== null || processes.some(isUp),
    pid,
    processes,
  };
}

/** A line for each process of a shop that runs, and one for the whole. */
export function statusText({ isReady, pid, processes }: ShopStatus): string {
  const width = Math.max(...processes.map(({ name }) => name.length));
  const lines = processes.map(({ name, status, checks, url }) => {
    const faulty = Object.entries(checks).map(([check, state]) => `${check} ${state}`);
    const why = faulty.length === 0 ? '' : `  ${faulty.join(', ')}`;
    return `${name.padEnd(width)}  ${status.padEnd(4)}  ${url}${why}\n`;
  });
  const holder = pid === null ? '' : ` (process ${pid})`;
  if (!processes.some(isUp)) {
    return `${lines.join('')}Nothing answers yet${holder}: the shop is starting, stopping or stuck, or another command uses its data folder.\n`;
  }
  return `${lines.join('')}The shop ${isReady ? 'is ready' : 'is not ready'}${holder}.\n`;
}
