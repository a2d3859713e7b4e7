import path from 'node:path';
import type { Configuration } from '../../config/schema';
import { ReleaseFolder } from './state';

type Located = Pick<Configuration, 'dataFolder'>;

/** The folder that the supervisor of releases locks; it may not exist. */
export const releasePathOf = ({ dataFolder }: Located): string =>
  path.resolve(dataFolder, 'release');

export const releaseFolderOf = (configuration: Located): ReleaseFolder =>
  new ReleaseFolder(releasePathOf(configuration));
