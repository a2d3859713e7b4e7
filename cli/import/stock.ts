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

/**
 * Imports what is on hand in each warehouse, and reorder points. Rows are counts of the last change
 * of their file, so that a second run changes nothing. Of several rows for the same stock the first
 * counts.
 */
export async function importStockFrom(job: ImportJob): Promise<Counts> {
  const { refused, rooms } = job;
  const counts = { counted: 0, changed: 0, reorderPoints: 0 };
  const seen = new Set<string>();
  let waiting: Waiting[] = [];

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    const rows = batch.map(({ row: _, countedAt, ...counted }) => ({
      ...counted,
      countedAt: countedAt.toISOString(),
    }));
    const { importStock: outcome } = await rooms.inventory<Outcome>(importStock, { rows });
    counts.changed += outcome.changed;
    counts.reorderPoints += outcome.reorderPoints;
    counts.counted += batch.length - outcome.refused.length;
    for (const { index, code } of outcome.refused) {
      const one = batch[index];
      if (one) refused.refuse(one.row, code.toLowerCase());
    }
  };
  const writeAll = async (): Promise<void> => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += batchRows) {
      await write(all.slice(from, from + batchRows));
    }
  };

  const read = await readAll({
    job,
    title: 'Stock',
    onRow: (row, field) => {
      const counted = countOf(field);
      if (typeof counted === 'string') return counted;
      const countedAt = changeOf(row);
      if (typeof countedAt === 'string') return countedAt;
      const key = `${counted.sku}\n${counted.warehouse}`.toUpperCase();
      if (seen.has(key)) return 'duplicate_row';
      seen.add(key);
      waiting.push({ ...counted, countedAt, row });
      return null;
    },
    onPiece: async () => {
      if (waiting.length >= batchRows) await writeAll();
    },
  });
  await writeAll();
  return [
    ['lines read', read],
    ['lines that count stock', counts.counted],
    ['stock levels changed', counts.changed],
    ['reorder points changed', counts.reorderPoints],
  ];
}
