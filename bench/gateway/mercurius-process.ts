import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Starts Mercurius from the packages beside a file, for the services of another, on a port. */
const [packages = '', services = '', port = ''] = process.argv.slice(2);
const load = createRequire(packages);

interface Server {
  register(plugin: unknown, options: object): Promise<void>;
  listen(at: object): Promise<string>;
}

async function start(): Promise<void> {
  const server = (load('fastify') as () => Server)();
  const gateway = { services: JSON.parse(readFileSync(services, 'utf8')) };
  await server.register(load('@mercuriusjs/gateway'), { gateway, jit: 1 });
  await server.listen({ port: Number(port), host: '127.0.0.1' });
}

void start();
