import { CommandError } from '../program/exit-codes';
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
 * Lets HAProxy pass all connections to one region, and closes those to the others, so that pools
 * connect again.
 * @throws CommandError if it has no such server, or refuses.
 */
export async function directConnections(socket: string, server: string): Promise<void> {
  const control = new HaproxyControl(socket);
  const servers = serversIn(await control.run(`show servers state ${backend}`));
  if (!servers.includes(server)) {
    throw new CommandError(
      `HAProxy has no server ${server} in the section ${backend}, but ${servers.join(', ')}.`,
    );
  }
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
