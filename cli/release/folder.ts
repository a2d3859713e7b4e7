import path from 'node:path';
import type { Configuration } from '../../config/schema';
import { CommandError } from '../program/exit-codes';
import { ReleaseFolder } from './state';

type Located = Pick<Configuration, 'dataFolder'>;

/** The folder that the supervisor of releases locks; it may not exist. */
export const releasePathOf = ({ dataFolder }: Located): string =>
  path.resolve(dataFolder, 'release');

export const releaseFolderOf = (configuration: Located): ReleaseFolder =>
  new ReleaseFolder(releasePathOf(configuration));

/** HAProxy adds an ending to the path of a socket until it listens. */
const socketPathBytesMax = 97;

/** @throws CommandError if HAProxy cannot listen in the folder. */
export function demandSocketPath({ socket }: Pick<ReleaseFolder, 'socket'>): void {
  // HAProxy splits an address at commas, and replaces variables in it.
  const isPlain = Buffer.byteLength(socket) <= socketPathBytesMax && !/[,$]/.test(socket);
  if (isPlain) return;
  throw new CommandError(
    `HAProxy cannot listen on ${socket}. Set dataFolder, so that this path has at most ${socketPathBytesMax} bytes, and neither a comma nor a dollar sign.`,
  );
}
