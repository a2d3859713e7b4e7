import { changeOf } from './changed-at';
import type { FieldReader } from './columns';
import { type Counts, type ImportJob, readAll } from './job';
import { type Refusal, skuPattern } from './line';
import type { SourceRow } from './source';

interface CountedStock {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  /** The new reorder point; null to leave it as it is. */
  readonly reorderPoint: number | null;
}

interface Waiting extends CountedStock {
  readonly countedAt: Date;
  readonly row: SourceRow;
}

interface Outcome {
  readonly importStock: {
    readonly changed: number;
    readonly reorderPoints: number;
    readonly older: number;
    readonly refused: readonly { readonly index: number; readonly code: string }[];
  };
}

const batchRows = 1_000;
const unitsMax = 1_000_000_000;
const unitsPattern = /^\d{1,10}(\.0+)?$/;
const warehousePattern = /^[A-Za-z0-9\-_]{1,32}$/;

const importStock = /* GraphQL */ `
  mutation ($rows: [CountedStockInput!]!) {
    importStock(rows: $rows) {
      changed
      reorderPoints
      older
      refused {
        index
        code
      }
    }
  }
`;

function unitsOf(text: string): number | null {
  const units = unitsPattern.test(text) ? Number(text) : null;
  return units !== null && units <= unitsMax ? units : null;
}

/** The count of a row, or why it is rejected. */
export function countOf(field: FieldReader): CountedStock | Refusal {
  const [sku, warehouse, point] = [field('sku'), field('warehouse'), field('reorderPoint')];
  if (!skuPattern.test(sku)) return 'malformed_sku';
  if (!warehousePattern.test(warehouse)) return 'malformed_warehouse';
  const onHand = unitsOf(field('onHand'));
  if (onHand === null) return 'malformed_on_hand';
  const reorderPoint = point === '' ? null : unitsOf(point);
  if (reorderPoint === null && point !== '') return 'malformed_reorder_point';
  return { sku, warehouse, onHand, reorderPoint };
}

/** The rows to write, one for each stock, and how many were left out for a newer one. */
class NewestCounts {
  private readonly countedAtMs = new Map<string, number>();
  private waiting = new Map<string, Waiting>();
  older = 0;

  get size(): number {
    return this.waiting.size;
  }

  /** @returns why it is rejected: a row of the same moment was added before. */
  add(row: Waiting): 'duplicate_row' | null {
    const key = `${row.sku}\n${row.warehouse}`.toUpperCase();
    const [ms, knownMs] = [row.countedAt.getTime(), this.countedAtMs.get(key)];
    if (ms === knownMs) return 'duplicate_row';
    if (knownMs !== undefined && ms < knownMs) {
      this.older += 1;
      return null;
    }
    if (this.waiting.has(key)) this.older += 1;
    this.countedAtMs.set(key, ms);
    this.waiting.set(key, row);
    return null;
  }

  take(): Waiting[] {
    const rows = [...this.waiting.values()];
    this.waiting = new Map();
    return rows;
  }
}

/**
 * Imports what is on hand in each warehouse, and reorder points. Rows are counts of the last change
 * of their file, so that a second run changes nothing. Of several rows for the same stock the newest
 * counts, and of the same moment the first.
 */
export async function importStockFrom(job: ImportJob): Promise<Counts> {
  const { refused, rooms } = job;
  const counts = { counted: 0, changed: 0, reorderPoints: 0, older: 0 };
  const newest = new NewestCounts();
  // Newest first, so that few counts are written that a later file replaces.
  const files = job.files.toSorted((one, other) => +other.modifiedAt - +one.modifiedAt);

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    const rows = batch.map(({ row: _, countedAt, ...counted }) => ({
      ...counted,
      countedAt: countedAt.toISOString(),
    }));
    const { importStock: outcome } = await rooms.inventory<Outcome>(importStock, { rows });
    counts.changed += outcome.changed;
    counts.reorderPoints += outcome.reorderPoints;
    counts.older += outcome.older;
    counts.counted += batch.length - outcome.older - outcome.refused.length;
    for (const { index, code } of outcome.refused) {
      const one = batch[index];
      if (one) refused.refuse(one.row, code.toLowerCase());
    }
  };
  const writeAll = async (): Promise<void> => {
    const all = newest.take();
    for (let from = 0; from < all.length; from += batchRows) {
      await write(all.slice(from, from + batchRows));
    }
  };

  const read = await readAll({
    job: { ...job, files },
    title: 'Stock',
    onRow: (row, field) => {
      const counted = countOf(field);
      if (typeof counted === 'string') return counted;
      const countedAt = changeOf(row);
      if (typeof countedAt === 'string') return countedAt;
      return newest.add({ ...counted, countedAt, row });
    },
    onPiece: async () => {
      if (newest.size >= batchRows) await writeAll();
    },
  });
  await writeAll();
  return [
    ['lines read', read],
    ['lines that count stock', counts.counted],
    ['lines with an older count, left out', newest.older + counts.older],
    ['stock levels changed', counts.changed],
    ['reorder points changed', counts.reorderPoints],
  ];
}
