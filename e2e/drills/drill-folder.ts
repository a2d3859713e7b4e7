import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** PostgreSQL runs as another account, which has to pass the folder. */
const entered = 0o711;

/** Runs a drill in a temporary folder, which is deleted when the drill has stopped what it started. */
export async function inDrillFolder<Result>(
  drill: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drill-'));
  chmodSync(folder, entered);
  try {
    return await drill(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
