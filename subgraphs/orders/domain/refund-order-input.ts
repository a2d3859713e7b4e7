import { minorFromDecimal } from '../../../platform/values/money';
import type { FieldProblem } from '../../../platform/values/text';
import { keyProblems, type LineLimits, lineProblems, warehouseCodeProblems } from './order-input';
import type { RequestedReturn } from './returns';
import { noteProblems } from './staff-input';

interface Refunding {
  readonly idempotencyKey: string;
  readonly reason: string;
  readonly lines?: readonly GivenReturn[] | null;
}

/** Problems of a refund that do not depend on the order. */
export function refundProblems(input: Refunding, limits: LineLimits): FieldProblem[] {
  const lines = input.lines ?? [];
  return [
    ...keyProblems(input.idempotencyKey),
    ...noteProblems('reason', input.reason),
    ...(lines.length === 0 ? [] : returnedLineProblems(lines, limits)),
  ];
}

function returnedLineProblems(lines: readonly GivenReturn[], limits: LineLimits): FieldProblem[] {
  const problems = lineProblems(lines, limits);
  if (problems.length > 0) return problems;
  return lines.flatMap(({ warehouse }, index) =>
    warehouseCodeProblems(['lines', String(index), 'warehouse'], warehouse),
  );
}

/** Minor units; null if it is not positive or no multiple of what the payment provider moves. */
export function refundAmount(amount: string, currency: string, stepMinor: bigint): bigint | null {
  const minor = minorFromDecimal(amount, currency);
  return minor !== null && minor > 0n && minor % stepMinor === 0n ? minor : null;
}

interface GivenReturn {
  readonly sku: string;
  readonly quantity: number;
  readonly restock?: boolean | null;
  readonly warehouse?: string | null;
}

export function requestedReturns(lines: readonly GivenReturn[]): RequestedReturn[] {
  return lines.map(({ sku, quantity, restock, warehouse }) => ({
    sku,
    quantity,
    restock: restock ?? false,
    warehouse: warehouse ?? null,
  }));
}
