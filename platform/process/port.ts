import { createServer } from 'node:net';
import { urlHost } from '../net/url-host';

function listenFailure(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}

export async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await listenFailure(host, port)) === null;
}

/**
 * Checks that a port is free before anything is started.
 * @throws Error with one sentence if it is not, or if the address does not belong to this machine.
 */
export async function checkPortFree(setting: string, host: string, port: number): Promise<void> {
  const failure = await listenFailure(host, port);
  if (failure === null) return;
  const address = `${urlHost(host)}:${port}`;
  const message =
    failure.code === 'EADDRINUSE'
      ? `Port ${port} is in use by another program. Stop it, or set ${setting}, or server.portOffset, which moves every port.`
      : `${address} cannot be listened on (${failure.code}). Set ${setting}, or the host beside it.`;
  throw new Error(message, { cause: failure });
}
