import { CommandError } from '../program/exit-codes';
import { messageOf } from '../program/results';
import { HaproxyControl } from '../release/haproxy';

const backend = 'database';

/** Servers of the section `database`: management guide of HAProxy 3.0, `show servers state`. */
function serversIn(state: string): string[] {
  const lines = state.split('\n').filter((line) => /^\d+ /.test(line));
  return lines.flatMap((line) => {
    const [, name, , server] = line.split(' ');
    return name === backend && server !== undefined ? [server] : [];
  });
}

/**
 * The servers of HAProxy, which can direct connections to this one.
 * @throws CommandError if it does not answer, or has no such server.
 */
export async function demandServer(socket: string, server: string): Promise<string[]> {
  const state = new HaproxyControl(socket).run(`show servers state ${backend}`);
  const servers = serversIn(
    await state.catch((cause: Error) => {
      throw new CommandError(
        `HAProxy does not answer at ${socket}. ${messageOf(cause)} Start it, or name its socket with --haproxy.`,
        1,
        { cause },
      );
    }),
  );
  if (servers.includes(server)) return servers;
  throw new CommandError(
    `HAProxy has no server ${server} in the section ${backend}, but ${servers.join(', ') || 'none'}.`,
  );
}

/**
 * Lets HAProxy pass all connections to one region, and closes those to the others, so that pools
 * connect again.
 * @throws CommandError if it has no such server, or refuses.
 */
export async function directConnections(socket: string, server: string): Promise<void> {
  const control = new HaproxyControl(socket);
  const servers = await demandServer(socket, server);
  const others = servers.filter((one) => one !== server);
  const answer = await control.run(
    `set server ${backend}/${server} state ready`,
    ...others.flatMap((other) => [
      `set server ${backend}/${other} state maint`,
      `shutdown sessions server ${backend}/${other}`,
    ]),
  );
  if (answer.trim() !== '') throw new CommandError(`HAProxy refused: ${answer.trim()}`);
}
