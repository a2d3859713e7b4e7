import { Agent, request as open } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, addressOf, customer, type Draw, either, nobody, stream } from './attack';

/** An attack that holds connections open. It ends by itself. */
export interface Assault extends Pick<Attack, 'name' | 'askers'> {
  /** @returns the number of connections by outcome. */
  readonly engage: (draw: Draw, target: Target) => Promise<Record<string, number>>;
}

export interface Target {
  readonly url: string;
  readonly address: string;
  /** Maximum time to hold connections. */
  readonly holdMs: number;
  readonly signal: AbortSignal;
}

const connectionsCount = 40;
const slowReadersCount = 8;
const pipelinedCount = 300;
const streamsCount = 20;
const changesCount = 5;
const dripMs = 250;
const streamOpenMs = 500;

const head = ({ account }: Draw, { address }: Target) =>
  [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    `X-Forwarded-For: ${address}`,
    'Content-Type: application/json',
    ...(account ? [`Authorization: Bearer ${account.token}`] : []),
  ].join('\r\n');

const whole = (draw: Draw, target: Target, body: string): string =>
  `${head(draw, target)}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const held = async ({ holdMs, signal }: Target): Promise<void> => {
  await pause(holdMs, undefined, { signal }).catch(() => undefined);
};

/** Opens sockets and holds them. @returns how many the server closed, and how many are open. */
async function holdSockets(
  target: Target,
  count: number,
  begin: (socket: Socket) => (() => void) | undefined,
): Promise<Record<string, number>> {
  const { hostname, port } = new URL(target.url);
  let ended = 0;
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname);
    const end = begin(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      end?.();
      ended += 1;
    });
    return socket;
  });
  await held(target);
  const endedByServer = ended;
  for (const socket of sockets) socket.destroy();
  return { 'ended by the server': endedByServer, 'still open': count - endedByServer };
}

const largeAnswer = JSON.stringify({
  query: `{ a: orders(first: 5) { edges { node { note lines { id sku name quantity product { name } } } } }
    b: products(first: 100) { edges { node { sku name description } } } }`,
});
const largeErrors = JSON.stringify({
  query: `query ${'N'.repeat(80_000)} { products(filter: { skus: [${'$a '.repeat(110)}] }) { __typename } }`,
});

const partialHeads: readonly string[] = [
  '',
  'POST /graphql HTTP/1.1\r\n',
  'POST /graphql HTTP/1.1\r\nHost: localhost\r\nX: ',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
];

export const assaults: readonly Assault[] = [
  {
    name: 'H1 readers that do not read',
    askers: either,
    engage: (draw, target) =>
      holdSockets(target, slowReadersCount, (socket) => {
        socket.pause();
        const body = draw.random.pick(draw.account ? [largeAnswer, largeErrors] : [largeErrors]);
        socket.write(whole(draw, target, body));
        return undefined;
      }),
  },
  {
    name: 'connections that say nothing',
    askers: nobody,
    engage: (draw, target) =>
      holdSockets(target, connectionsCount, (socket) => {
        socket.write(draw.random.pick(partialHeads), 'latin1');
        return undefined;
      }),
  },
  {
    name: 'bodies that arrive slowly',
    askers: either,
    engage: (draw, target) =>
      holdSockets(target, connectionsCount, (socket) => {
        socket.resume();
        socket.write(`${head(draw, target)}\r\nContent-Length: 90000\r\n\r\n{"query":"`);
        const timer = setInterval(() => socket.write('x'), dripMs);
        return () => clearInterval(timer);
      }),
  },
  {
    name: 'requests in one piece',
    askers: either,
    engage: (draw, target) =>
      holdSockets(target, 4, (socket) => {
        socket.resume();
        const body = JSON.stringify({ query: '{ __typename }' });
        socket.write(whole(draw, target, body).repeat(pipelinedCount));
        return undefined;
      }),
  },
  { name: 'M10 streams of the largest orders', askers: customer, engage: watchOrders },
];

const watching = `subscription($id: ID!) { orderUpdated(id: $id) { version note
  lines { id sku name quantity total { amount } product { name } } timeline { id note } } }`;
const moving = `mutation($id: ID!, $a: AddressInput!) {
  updateShippingAddress(orderId: $id, address: $a) { __typename } }`;

/** Opens the maximum number of streams for a viewer, and changes the orders they watch. */
async function watchOrders(draw: Draw, target: Target): Promise<Record<string, number>> {
  const { random, known, account } = draw;
  const agent = new Agent({ keepAlive: true });
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const send = (path: string, body: string, accept: string, onEnd: () => void) => {
    const sent = open(`${target.url}${path}`, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        'x-forwarded-for': target.address,
        authorization: `Bearer ${account?.token}`,
      },
    });
    sent.on('response', (response) => {
      count(`${path} ${response.statusCode}`);
      response.resume();
      response.on('error', () => undefined);
      response.once('end', onEnd);
    });
    sent.on('error', () => undefined);
    sent.end(body);
    return sent;
  };
  const id = random.pick(known.orderIds);
  const subscription = stream({ query: watching, variables: { id } });
  const open$ = Array.from({ length: streamsCount }, () =>
    send(subscription.path, String(subscription.body), 'text/event-stream', () => count('ended')),
  );
  for (let change = 0; change < changesCount && !target.signal.aborted; change += 1) {
    await pause(streamOpenMs);
    const variables = { id, a: addressOf(`Ada ${random.int(1, 1e6)}`) };
    const body = JSON.stringify({ query: moving, variables });
    send('/graphql', body, 'application/json', () => undefined);
  }
  await held(target);
  for (const sent of open$) sent.destroy();
  agent.destroy();
  return counts;
}
