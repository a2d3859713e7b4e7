import type { Level } from './stock-adjustment';

/** Demand until a reorder arrives, over all warehouses. */
export interface LeadTimeDemand {
  readonly expected: number;
  /** Units that it seldom exceeds. */
  readonly high: number;
}

type WarehouseLevel = Pick<Level, 'warehouse' | 'onHand' | 'warehouseActive'>;

export interface ReservedUnits {
  readonly warehouse: string;
  readonly units: number;
}

export interface ReorderProposal {
  readonly warehouse: string;
  readonly reorderPoint: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Weights of the warehouses: what they reserved; else what they have; else the same for each. */
function weightsOf(
  levels: readonly WarehouseLevel[],
  reserved: readonly ReservedUnits[],
): number[] {
  const units = new Map(reserved.map((one) => [one.warehouse, one.units]));
  const bySales = levels.map(({ warehouse }) => units.get(warehouse) ?? 0);
  if (sum(bySales) > 0) return bySales;
  const byStock = levels.map(({ onHand }) => onHand);
  return sum(byStock) > 0 ? byStock : levels.map(() => 1);
}

/**
 * Splits the demand of a lead time over the open warehouses that have the product. The expected units
 * are split by their shares. The reserve above them is split by the roots of the shares, because the
 * demand of a part varies more than that of the whole.
 */
export function reorderProposals(
  levels: readonly WarehouseLevel[],
  reserved: readonly ReservedUnits[],
  { expected, high }: LeadTimeDemand,
): ReorderProposal[] {
  const open = levels.filter(({ warehouseActive }) => warehouseActive);
  const weights = weightsOf(open, reserved);
  const total = sum(weights);
  const reserve = Math.max(0, high - expected);
  return open.map(({ warehouse }, index) => {
    const share = (weights[index] ?? 0) / total;
    return { warehouse, reorderPoint: Math.ceil(share * expected + Math.sqrt(share) * reserve) };
  });
}
