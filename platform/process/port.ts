import { createServer } from 'node:net';

/**
 * Checks that a port is free before anything is started.
 * @throws Error with one sentence if it is not, or if the address does not belong to this machine.
 */
export async function checkPortFree(setting: string, host: string, port: number): Promise<void> {
  const server = createServer();
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
  if (failure === null) return;
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const reason =
    failure.code === 'EADDRINUSE'
      ? `Port ${port} is in use by another program`
      : `${address} cannot be listened on (${failure.code})`;
  throw new Error(`${reason}: stop that, or set ${setting}.`, {
    cause: failure,
  });
}
