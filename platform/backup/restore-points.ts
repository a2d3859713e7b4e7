import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { inTurn } from '../process/lock-file';
import { replaceFile } from '../process/replace-file';

/** A named moment in the log of the cluster. */
export interface RestorePoint {
  readonly name: string;
  readonly at: Date;
}

/**
 * The number of restore points that are stored.
 * @exceeded the oldest is forgotten; it can still be restored, from the oldest backup
 */
export const restorePointsMax = 1_000;

const pointsSchema = z.array(
  z.object({ name: z.string(), at: z.iso.datetime().transform((text) => new Date(text)) }),
);

/** The restore points, oldest first. */
export function readRestorePoints(file: string): RestorePoint[] {
  try {
    return pointsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export const addRestorePoint = (file: string, point: RestorePoint): Promise<void> =>
  inTurn(`${file}.lock`, () => {
    const points = [...readRestorePoints(file), point].slice(-restorePointsMax);
    replaceFile(file, `${JSON.stringify(points, null, 2)}\n`);
  });
