import type { Redis } from './client';

export type Command = Parameters<Redis['sendCommand']>[0];

/** Where a command goes to. */
export interface Where {
  /** The pipeline that it is one of. */
  readonly pipeline: object | undefined;
  /** The slot of the pipeline, in a cluster. */
  readonly slot: number | undefined;
}

/** Clusters have a third argument, which their type keeps to themselves. */
type Send = (command: Command, stream?: never, node?: never) => unknown;

/** Calls `intercept` for each command, with the function that sends it. */
export function interceptCommands(
  redis: Redis,
  intercept: (command: Command, where: Where, send: () => unknown) => unknown,
): void {
  const client: { sendCommand: Send } = redis;
  const sendCommand = client.sendCommand.bind(redis);
  client.sendCommand = (command, stream, node) => {
    const slot = (node as { readonly slot?: number } | undefined)?.slot;
    return intercept(command, { pipeline: stream, slot }, () => sendCommand(command, stream, node));
  };
}
