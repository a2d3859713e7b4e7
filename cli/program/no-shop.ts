import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * What a command says in a folder without a shop.
 * @param lack what its data folder lacks.
 * @param setting names a database that the command would use instead.
 */
export function noShopText(dataFolder: string, lack: string, setting?: string): string {
  const otherwise = setting === undefined ? '' : `, or set ${setting}`;
  return `There is no shop here: the data folder ${path.resolve(dataFolder)} ${lack}. Nothing was changed. Call this in the folder of the shop, or set dataFolder (ORDERPROCESSING_DATA_FOLDER) to its data folder${otherwise}. A start makes a new shop.`;
}

/** The same where there is not even a data folder; null if there is one. */
export const noDataFolderText = (dataFolder: string, setting?: string): string | null =>
  existsSync(dataFolder) ? null : noShopText(dataFolder, 'does not exist', setting);
