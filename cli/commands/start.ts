import { countUpTo } from '../program/arguments';
import { UsageError } from '../program/exit-codes';
import { newCommand } from '../program/new-command';

const gatewaysMax = 64;

export const startCommand = () =>
  newCommand('start', {
    summary: 'Start the shop',
    description: [
      'Starts PostgreSQL (embedded, unless database.*.url are set), Redis (redis.url, or a redis-server on the PATH, or memory), the payment sandbox, the subgraphs and the gateway. Ctrl-C drains and stops everything.',
      'With --distributed, each subgraph, the background jobs of orders, the payment sandbox and each gateway is a process of its own, as on many machines; they speak GraphQL over mutual TLS. Redis is then required. A process that crashes is restarted.',
      'The configuration is read from config.yaml in this folder, ~/.orderprocessing or /etc/orderprocessing, and from the environment: server.port is ORDERPROCESSING_SERVER_PORT.',
    ],
    examples: [
      ['', 'starts everything in one process, like npm start'],
      ['--distributed --gateways 2', 'starts a process for each service, and two gateways'],
    ],
    json: '{ gateway, sandbox, gatewayAdminPorts, startedInMs } when the shop accepts requests, between the lines of its log',
    exitCodes: { 1: 'did not start, or did not stop cleanly' },
  })
    .option('--distributed', 'a process for each service, with mutual TLS')
    .option(
      '--gateways <count>',
      'number of gateways that share the port, with --distributed (default: 1)',
      countUpTo(gatewaysMax),
    )
    .action(async ({ distributed, gateways, json }) => {
      if (distributed) {
        const { startManyProcesses } = await import('../start/many-processes.js');
        return startManyProcesses(gateways ?? 1, { json });
      }
      if (gateways !== undefined) throw new UsageError('--gateways needs --distributed.');
      const { startOneProcess } = await import('../start/one-process.js');
      return startOneProcess({ json });
    });
