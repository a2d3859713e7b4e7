import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { linesIn } from '../platform/values/lines';
import type { LedgerEntry } from './facts';

/** Entries in memory at a time, about 5 MB; longer ledgers are sorted on disk. */
const entriesInMemoryMax = 20_000;

const byOrder = (one: LedgerEntry, other: LedgerEntry): number =>
  one.orderId < other.orderId ? -1 : Number(one.orderId > other.orderId);

const lineOf = ({ orderId, kind, amountMinor, currency }: LedgerEntry): string =>
  `${JSON.stringify([orderId, kind, amountMinor.toString(), currency])}\n`;

function entryOf(line: string): LedgerEntry {
  const [orderId, kind, amountMinor, currency] = JSON.parse(line) as [
    string,
    LedgerEntry['kind'],
    string,
    string,
  ];
  return { orderId, kind, amountMinor: BigInt(amountMinor), currency };
}

/** All entries of one order. */
export interface LedgerGroup {
  readonly orderId: string;
  readonly entries: LedgerEntry[];
}

/** A ledger sorted by order id, like the orders, so that both are read once in parallel. */
export class SortedLedger {
  /** Number of lines read. */
  count = 0;
  private readonly runs: string[] = [];
  private last: LedgerEntry[] = [];

  private constructor(private readonly folder: string) {}

  /**
   * Reads and sorts the whole ledger; what does not fit into memory goes to a temporary folder.
   * @param inMemoryMax entries in memory at a time.
   */
  static async read(
    entries: AsyncIterable<LedgerEntry>,
    inMemoryMax = entriesInMemoryMax,
  ): Promise<SortedLedger> {
    const ledger = new SortedLedger(mkdtempSync(path.join(tmpdir(), 'verify-')));
    try {
      for await (const entry of entries) {
        ledger.count += 1;
        ledger.last.push(entry);
        if (ledger.last.length >= inMemoryMax) await ledger.spill();
      }
      ledger.last.sort(byOrder);
      return ledger;
    } catch (error) {
      ledger.close();
      throw error;
    }
  }

  async *groups(): AsyncGenerator<LedgerGroup> {
    let group: LedgerGroup = { orderId: '', entries: [] };
    for await (const entry of this.merged()) {
      if (group.orderId !== entry.orderId) {
        if (group.entries.length > 0) yield group;
        group = { orderId: entry.orderId, entries: [] };
      }
      group.entries.push(entry);
    }
    if (group.entries.length > 0) yield group;
  }

  /** Deletes the temporary files. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async spill(): Promise<void> {
    const file = path.join(this.folder, `${this.runs.length}`);
    const sorted = this.last.sort(byOrder);
    await pipeline(Readable.from(sorted.map(lineOf)), createWriteStream(file));
    this.runs.push(file);
    this.last = [];
  }

  /** Merges the runs. There are few (50 for a million lines), so the minimum is found by a scan. */
  private async *merged(): AsyncGenerator<LedgerEntry> {
    const runs = [...this.runs.map(entriesOf), fromMemory(this.last)];
    const heads = await Promise.all(runs.map((run) => run.next()));
    for (;;) {
      let least = -1;
      let leastEntry: LedgerEntry | null = null;
      for (const [index, head] of heads.entries()) {
        if (head.done) continue;
        if (leastEntry !== null && byOrder(head.value, leastEntry) >= 0) continue;
        least = index;
        leastEntry = head.value;
      }
      const run = runs[least];
      if (leastEntry === null || run === undefined) return;
      yield leastEntry;
      heads[least] = await run.next();
    }
  }
}

async function* entriesOf(file: string): AsyncGenerator<LedgerEntry> {
  for await (const line of linesIn(createReadStream(file, 'utf8'))) yield entryOf(line);
}

async function* fromMemory(entries: readonly LedgerEntry[]): AsyncGenerator<LedgerEntry> {
  yield* entries;
}
