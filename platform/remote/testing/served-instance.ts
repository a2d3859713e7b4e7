import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { freePort } from '../../testing/free-port';
import type { InstanceAddress } from '../instances/instance-source';
import type { TlsIdentity } from '../tls';
import { certifiedForFile } from './certified-processes';

const answerMs = 2;

export const answerSoon = async (response: ServerResponse) => {
  await pause(answerMs);
  response.end('{"data":{"value":1}}');
};
export const neverAnswer = () => undefined;
export const fail = (response: ServerResponse) => void response.writeHead(500).end('{}');

/** A process of the service, which a test makes fail. */
export class ServedInstance {
  calls = 0;
  probes = 0;
  isReady = true;
  onCall: (response: ServerResponse) => unknown = answerSoon;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {
    // The handshake of some may not be over when the process ends.
    server.on('connection', (socket: Socket) => this.sockets.add(socket));
    server.on('request', (request, response) => {
      request.resume();
      if (request.url === '/ready') {
        this.probes += 1;
        if (this.onCall === neverAnswer) return;
        response.end(JSON.stringify({ isReady: this.isReady }));
        return;
      }
      this.calls += 1;
      void this.onCall(response);
    });
  }

  /** @param given the port of one that has ended. */
  static async start(identity: TlsIdentity, given?: number): Promise<ServedInstance> {
    const port = given ?? (await freePort());
    const server = createServer({ ...identity, requestCert: true });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new ServedInstance(server, port);
  }

  get address(): InstanceAddress {
    return { host: '127.0.0.1', port: this.port };
  }

  /** Serves the calls that it has, as a process does that stops. */
  closePort(): void {
    this.server.close();
    this.server.closeIdleConnections();
  }

  /** Closes the port and every connection, as the end of a process does. */
  kill(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

/** Certificates for the tests of a file, and instances that end with the test that serves them. */
export function servingForFile() {
  const { identityOf, reach } = certifiedForFile('service', 'gateway');
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });
  return {
    closing,
    reach,
    async serve(port?: number): Promise<ServedInstance> {
      const served = await ServedInstance.start(identityOf('service'), port);
      closing.push(() => served.kill());
      return served;
    },
  };
}
