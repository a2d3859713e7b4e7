import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

const headerBytes = 12;
const kindA = 1;
const [noError, serverFailure, noSuchName] = [0, 2, 3];

/** A name server with A records that a test changes. */
export class DnsServer {
  queries = 0;
  /** The addresses of every name; null for a server that fails. */
  addresses: readonly string[] | null = [];
  private readonly socket = createSocket('udp4');

  private constructor() {
    this.socket.on('message', (query, { port, address }) => {
      this.queries += 1;
      this.socket.send(this.answer(query), port, address);
    });
  }

  static async start(): Promise<DnsServer> {
    const server = new DnsServer();
    server.socket.bind(0, '127.0.0.1');
    await once(server.socket, 'listening');
    return server;
  }

  /** Its address, as `setServers` takes it. */
  get address(): string {
    return `127.0.0.1:${(this.socket.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.socket.close();
  }

  /** RFC 1035, section 4: the header, the question as it came, and a record for each address. */
  private answer(query: Buffer): Buffer {
    const questionEnd = query.indexOf(0, headerBytes) + 5;
    const question = query.subarray(headerBytes, questionEnd);
    const isA = question.readUInt16BE(question.length - 4) === kindA;
    const found = isA ? (this.addresses ?? []) : [];
    const failure = this.addresses === null ? serverFailure : noSuchName;
    const header = Buffer.alloc(headerBytes);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 + (found.length > 0 ? noError : failure), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(found.length, 6);
    const records = found.map((address) =>
      Buffer.from([0xc0, headerBytes, 0, kindA, 0, 1, 0, 0, 0, 0, 0, 4, ...bytesOf(address)]),
    );
    return Buffer.concat([header, question, ...records]);
  }
}

const bytesOf = (address: string): number[] => address.split('.').map(Number);
