import type { Redis } from './client';

export type Command = Parameters<Redis['sendCommand']>[0];

/** Clusters have a third argument, which their type keeps to themselves. */
type Send = (command: Command, ...where: never[]) => unknown;

/** Calls `intercept` for each command, with the function that sends it. */
export function interceptCommands(
  redis: Redis,
  intercept: (command: Command, send: () => unknown) => unknown,
): void {
  const client: { sendCommand: Send } = redis;
  const sendCommand = client.sendCommand.bind(redis);
  client.sendCommand = (command, ...where) =>
    intercept(command, () => sendCommand(command, ...where));
}
