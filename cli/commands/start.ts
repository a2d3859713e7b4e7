import { isSubgraphName, type SubgraphName, subgraphNames } from '../../config/subgraphs';
import { countUpTo } from '../program/arguments';
import { UsageError } from '../program/exit-codes';
import { newCommand } from '../program/new-command';

const instancesMax = 64;

/** The numbers of instances that were given, by the name of the option. */
type Counts = Readonly<Record<string, number | undefined>>;

function countsOf(counts: Counts) {
  const subgraphs: Partial<Record<SubgraphName, number>> = {};
  for (const [name, count] of Object.entries(counts)) {
    if (isSubgraphName(name) && count !== undefined) subgraphs[name] = count;
  }
  return { gateways: counts.gateways ?? 1, jobs: counts.jobs ?? 1, subgraphs };
}

export function startCommand() {
  const command = newCommand('start', {
    summary: 'Start the shop',
    description: [
      'Starts PostgreSQL (embedded, unless database.*.url are set), Redis (redis.url, or a redis-server on the PATH, or memory), the payment sandbox, the subgraphs and the gateway. Ctrl-C drains and stops everything.',
      'With --distributed, each subgraph, the background jobs of orders, the payment sandbox and each gateway is a process of its own, as on many machines; they speak GraphQL over mutual TLS. Redis is then required. A process that crashes is restarted. Any number of each can run: gateways share the public port, and each instance of a subgraph has ports of its own, the next that are free; calls are shared among its instances.',
      'With --copies, that many processes each hold the whole shop and share the public port, to use the cores of one machine without calls between processes. Redis is required, and a process that crashes is restarted.',
      'The configuration is read from config.yaml in this folder, ~/.orderprocessing or /etc/orderprocessing, and from the environment: server.port is ORDERPROCESSING_SERVER_PORT.',
    ],
    examples: [
      ['', 'starts everything in one process, like npm start'],
      ['--distributed --gateways 2', 'starts a process for each service, and two gateways'],
      ['--distributed --users 2 --orders 2', 'starts two instances of users and of orders'],
      ['--copies 4', 'starts four processes, each with the whole shop'],
    ],
    json: '{ gateway, sandbox, gatewayAdminPorts, startedInMs } when the shop accepts requests, between the lines of its log',
    exitCodes: { 1: 'did not start, or did not stop cleanly' },
  })
    .option('--distributed', 'a process for each service, with mutual TLS')
    .option(
      '--copies <count>',
      'number of processes with the whole shop each',
      countUpTo(instancesMax),
    )
    .option(
      '--gateways <count>',
      'number of gateways that share the port, with --distributed (default: 1)',
      countUpTo(instancesMax),
    )
    .option(
      '--jobs <count>',
      'number of processes for background jobs, with --distributed (default: 1)',
      countUpTo(instancesMax),
    );
  // A new subgraph gets its option by its row in config/subgraphs.ts.
  for (const name of subgraphNames) {
    const what = `number of instances of ${name}, with --distributed (default: 1)`;
    command.option(`--${name} <count>`, what, countUpTo(instancesMax));
  }
  return command.action(async ({ distributed, copies, json, ...counts }) => {
    if (distributed && copies !== undefined) {
      throw new UsageError('Choose either --distributed or --copies.');
    }
    const [count] = Object.keys(counts);
    if (!distributed && count !== undefined)
      throw new UsageError(`--${count} needs --distributed.`);
    if (distributed || copies !== undefined) {
      const { asCopies, asServices, startManyProcesses } = await import(
        '../start/many-processes.js'
      );
      const division =
        copies === undefined ? asServices(countsOf(counts as Counts)) : asCopies(copies);
      return startManyProcesses(division, { json });
    }
    const { startOneProcess } = await import('../start/one-process.js');
    return startOneProcess({ json });
  });
}
