import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from '../../platform/process/process-table';
import { msPerSecond } from '../../platform/values/time';
import { type RedisNode, type RedisNodes, startRedisCluster } from '../../testing/redis-nodes';
import { CountingProbe } from './counting-probe';
import type { Drill, DrillContext, DrillOutcome } from './drill';
import { metricSum, millisecondsUntil } from './measure';
import { countAtLeast, countAtMost, durationAtMost } from './report';

const detectedMsMax = 5 * msPerSecond;
/** The goal with a node timeout of a second. */
const recoveredMsMax = 5 * msPerSecond;
const waitMsMax = 60 * msPerSecond;
const hungMs = 20 * msPerSecond;
const steadyMs = 5 * msPerSecond;
/** A busy machine may be late now and then. */
const silentMax = 10;
/** What a master may lose that dies before it has sent it to its replica. */
const replicationMs = 200;

const unanswered = async ({ shop }: DrillContext) => {
  const processes = ['gateway-1', 'users', 'orders', 'orders-jobs'];
  const texts = await Promise.all(processes.map((name) => shop.metrics(name)));
  return texts.reduce((sum, text) => sum + metricSum(text, 'redis_unanswered_commands_total'), 0);
};

interface Loss {
  readonly broken: string;
  readonly lose: (master: RedisNode) => void;
  /** Waits as long as it lasts, and repairs it. */
  readonly repair: (master: RedisNode) => Promise<void>;
}

/** The master with the most counters, so that requests notice its loss. */
async function busiestMaster(nodes: RedisNodes, probe: CountingProbe): Promise<RedisNode> {
  const countersOf = ({ port }: RedisNode) => probe.keysOf(`127.0.0.1:${port}`).length;
  const [busiest] = (await nodes.masters()).toSorted((a, b) => countersOf(b) - countersOf(a));
  if (busiest === undefined) throw new Error('The cluster has no master.');
  return busiest;
}

async function loseMaster(
  context: DrillContext,
  nodes: RedisNodes,
  { broken, lose, repair }: Loss,
): Promise<DrillOutcome> {
  const { history, probes } = context;
  await using probe = await CountingProbe.start(nodes);
  await delay(steadyMs);
  const master = await busiestMaster(nodes, probe);
  const keys = probe.keysOf(`127.0.0.1:${master.port}`);
  const before = await unanswered(context);
  history.fault(`${broken}: ${master.port}`);
  const brokenAtMs = Date.now();
  lose(master);
  const isDetected = async () => (await unanswered(context)) > before;
  const areWritable = () =>
    Promise.all(keys.map((key) => probe.isWritable(key))).then((all) => all.every(Boolean));
  const [detectedAfterMs, writableAfterMs] = await Promise.all([
    millisecondsUntil(brokenAtMs, isDetected, waitMsMax),
    millisecondsUntil(brokenAtMs, areWritable, waitMsMax),
  ]);
  const writableAtMs = brokenAtMs + (writableAfterMs ?? waitMsMax);
  await repair(master);
  await delay(steadyMs);
  const repaired = await unanswered(context);
  await delay(steadyMs);
  const silent = (await unanswered(context)) - repaired;
  const toMs = Date.now();
  await probe.pause();
  const lost = new Set(keys);
  // The other process may learn of the new master a second later.
  const until = writableAtMs + msPerSecond;
  const counted = await probe.miscounted(lost, brokenAtMs - replicationMs, until);
  const reads = probes.readsBetween(brokenAtMs, toMs);
  const soldBefore = probes.soldBetween(brokenAtMs - steadyMs, brokenAtMs);
  const expected = Math.floor((soldBefore * (toMs - brokenAtMs)) / steadyMs / 2);
  const recoveredAfterMs = await probes.recoveredAfter(brokenAtMs, waitMsMax);
  const detectedBy = 'redis_unanswered_commands_total';
  return {
    faults: [{ broken, detectedAfterMs, detectedBy, recoveredAfterMs }],
    figures: [
      durationAtMost(`detected: ${broken}`, detectedAfterMs, detectedMsMax),
      durationAtMost('its keys are writable again', writableAfterMs, recoveredMsMax),
      durationAtMost('orders are confirmed again', recoveredAfterMs, recoveredMsMax),
      countAtLeast('orders confirmed since', probes.soldBetween(brokenAtMs, toMs), expected),
      countAtMost(`of ${reads.all} reads of the catalogue failed`, reads.failed, 0),
      countAtMost('commands without a reply, 5 s after the repair', silent, silentMax),
      countAtMost('counts of other masters missing or too many', counted.elsewhere, 0),
      countAtMost('counts of its keys missing', counted.missing, counted.sentWhileLost),
    ],
  };
}

const losses = (nodes: RedisNodes): readonly Loss[] => [
  {
    broken: 'A master of the Redis cluster was killed (kill -9)',
    lose: ({ pid }) => sendSignal(pid, 'SIGKILL'),
    repair: async (master) => {
      await delay(steadyMs);
      await nodes.restart(master);
    },
  },
  {
    broken: `Another master hung (SIGSTOP, ${hungMs / msPerSecond} s)`,
    lose: ({ pid }) => sendSignal(pid, 'SIGSTOP'),
    repair: async ({ pid }) => {
      await delay(hungMs);
      sendSignal(pid, 'SIGCONT');
    },
  },
];

/** A cluster of six nodes loses a master by death, and another one that hangs. */
export const redisClusterDrill: Drill = {
  name: 'redis-cluster',
  redis: () => startRedisCluster(1),
  async inject(context) {
    const { redis } = context;
    if (redis === null) throw new Error('The drill has started no Redis.');
    const outcomes: DrillOutcome[] = [];
    for (const loss of losses(redis)) outcomes.push(await loseMaster(context, redis, loss));
    return {
      faults: outcomes.flatMap(({ faults }) => faults),
      figures: outcomes.flatMap(({ figures }) => figures),
    };
  },
};
