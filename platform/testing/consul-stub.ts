import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from './free-port';

interface Registration {
  readonly ID: string;
  readonly Name: string;
  readonly Address: string;
  readonly Port: number;
  readonly Check: { readonly HTTP: string; readonly Status: string };
}

interface HeldQuery {
  readonly service: string;
  readonly response: ServerResponse;
}

/**
 * Speaks the part of Consul's HTTP API that registers services and watches them, after its
 * documentation; it is not Consul. Health checks are not run: a test says what passes.
 */
export class ConsulStub {
  queries = 0;
  readonly tokens = new Set<string | undefined>();
  readonly registered = new Map<string, Registration>();
  readonly failing = new Set<string>();
  private index = 1;
  private held: HeldQuery[] = [];
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });

  private constructor(private readonly port: number) {}

  /** @param given the port of one that has stopped. */
  static async start(given?: number): Promise<ConsulStub> {
    const port = given ?? (await freePort());
    const stub = new ConsulStub(port);
    stub.server.listen(port, '127.0.0.1');
    await once(stub.server, 'listening');
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Makes the check of an instance fail or pass. */
  setFailing(id: string, isFailing: boolean): void {
    if (isFailing) this.failing.add(id);
    else this.failing.delete(id);
    this.change();
  }

  /** Loses what is registered, as an agent without a data folder that restarts does. */
  forget(): void {
    this.registered.clear();
    this.change();
  }

  /** Ends the connections of held queries, as an agent that restarts does. */
  restart(): void {
    this.index = 1;
    this.held = [];
    this.server.closeAllConnections();
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://consul');
    const body = await text(request);
    this.tokens.add(request.headers['x-consul-token'] as string | undefined);
    const [, , area, , name = ''] = url.pathname.split('/');
    if (request.method === 'GET' && area === 'agent') {
      response.statusCode = this.registered.has(decodeURIComponent(name)) ? 200 : 404;
      return void response.end();
    }
    if (request.method === 'GET') return this.watch(url, name, response);
    const [, , , , action, id = ''] = url.pathname.split('/');
    if (action === 'register') {
      const given = JSON.parse(body) as Registration;
      this.registered.set(given.ID, given);
    } else this.registered.delete(decodeURIComponent(id));
    response.end();
    this.change();
  }

  private watch(url: URL, service: string, response: ServerResponse): void {
    this.queries += 1;
    if (Number(url.searchParams.get('index')) === this.index) {
      this.held.push({ service, response });
    } else this.answer({ service, response });
  }

  private change(): void {
    this.index += 1;
    for (const held of this.held.splice(0)) this.answer(held);
  }

  private answer({ service, response }: HeldQuery): void {
    const passing = [...this.registered.values()].filter(
      ({ ID, Name }) => Name === service && !this.failing.has(ID),
    );
    response.setHeader('x-consul-index', this.index);
    response.end(
      JSON.stringify(
        passing.map(({ Address, Port }) => ({
          Node: { Address: '127.0.0.1' },
          Service: { Address, Port },
        })),
      ),
    );
  }
}
