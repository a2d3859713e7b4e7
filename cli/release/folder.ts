import path from 'node:path';
import type { Configuration } from '../../config/schema';
import { ReleaseFolder } from './state';

export const releaseFolderOf = ({ dataFolder }: Configuration): ReleaseFolder =>
  new ReleaseFolder(path.resolve(dataFolder, 'release'));
