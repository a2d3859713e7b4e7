import { z } from 'zod';
import { inTurn } from '../process/lock-file';
import { readJsonIfThere } from '../process/read-json';
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
export const readRestorePoints = (file: string): RestorePoint[] =>
  pointsSchema.parse(readJsonIfThere(file) ?? []);

export const addRestorePoint = (file: string, point: RestorePoint): Promise<void> =>
  inTurn(`${file}.lock`, () => {
    const points = [...readRestorePoints(file), point].slice(-restorePointsMax);
    replaceFile(file, `${JSON.stringify(points, null, 2)}\n`);
  });
