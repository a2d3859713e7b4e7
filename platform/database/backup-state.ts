import { readFile } from 'node:fs/promises';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { queryAtScrape } from '../telemetry/at-scrape';
import { gaugeIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';

/** What a backup writes when it has ended well: when that was, by room. */
const stateSchema = z.record(z.string(), z.iso.datetime({ offset: true }));

const msPerSecond = 1_000;

async function lastSuccesses(file: string): Promise<[room: string, seconds: number][]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    // No backup has ended well yet: the metric is absent, which is what an alert looks for.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const state = stateSchema.parse(JSON.parse(text));
  return Object.entries(state).map(([room, at]) => [room, Date.parse(at) / msPerSecond]);
}

/** When a backup of each of the rooms last ended well, by the file that backups write. */
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
    help: 'When a backup last ended well, by room.',
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
