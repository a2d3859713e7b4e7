import { readFile } from 'node:fs/promises';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { queryAtScrape } from '../telemetry/at-scrape';
import { gaugeIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';
import { msPerSecond } from '../values/time';

/** Written by a backup when it succeeds: the time, by database. */
const stateSchema = z.record(z.string(), z.iso.datetime({ offset: true }));

async function lastSuccesses(file: string): Promise<[room: string, seconds: number][]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    // The metric is absent without a successful backup, and an alert looks for that.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const state = stateSchema.parse(JSON.parse(text));
  return Object.entries(state).map(([room, at]) => [room, Date.parse(at) / msPerSecond]);
}

/** When each database was last backed up successfully, according to the file that backups write. */
export function measureBackups(
  registry: Registry,
  file: string | null,
  rooms: readonly string[],
  logger: Logger,
): void {
  if (file === null) return;
  const name = 'database_backup_last_success_timestamp_seconds';
  const ask = queryAtScrape(() => lastSuccesses(file), name, logger);
  gaugeIn(registry, {
    name,
    help: 'When a backup last succeeded, by room.',
    labelNames: ['room'],
    async collect() {
      const known = await ask();
      this.reset();
      for (const [room, seconds] of known ?? []) {
        if (rooms.includes(room)) this.set({ room }, seconds);
      }
    },
  });
}
