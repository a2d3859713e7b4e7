import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';

/** A host and port that lead to one server after the other. Open connections stay where they are. */
export class MovingName {
  private constructor(
    private readonly server: Server,
    private socketPath: string,
  ) {}

  /** @param url of a server at a Unix socket. */
  static async leadingTo(url: string): Promise<MovingName> {
    const server = createServer();
    const name = new MovingName(server, pathOf(url));
    server.on('connection', (client) => {
      const upstream = connect(name.socketPath);
      client.pipe(upstream).pipe(client);
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return name;
  }

  get authority(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** New connections go there. */
  leadTo(url: string): void {
    this.socketPath = pathOf(url);
  }

  close(): void {
    this.server.close();
  }
}

const pathOf = (url: string): string => url.replace('unix://', '');
