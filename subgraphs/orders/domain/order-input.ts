import { type FieldProblem, idempotencyKeyProblem } from '../../../platform/values/text';

/** Validates lines and keys of an order; problems contain their paths. */

export interface RequestedLine {
  readonly sku: string;
  readonly quantity: number;
}

export interface LineLimits {
  readonly linesMax: number;
  readonly quantityMax: number;
}

const skuPattern = /^[A-Za-z0-9 \-_./]{1,64}$/;

/** The canonical form of a SKU, for comparison. */
export function skuKey(sku: string): string {
  return sku.toUpperCase();
}

function lineProblem(
  line: RequestedLine,
  limits: LineLimits,
  seen: Set<string>,
): { field: string; message: string } | null {
  if (!skuPattern.test(line.sku)) {
    return { field: 'sku', message: 'A SKU has 1 to 64 letters, digits, spaces and - _ . /' };
  }
  const key = skuKey(line.sku);
  if (seen.has(key)) return { field: 'sku', message: 'An earlier line has this SKU already.' };
  seen.add(key);
  if (line.quantity < 1 || line.quantity > limits.quantityMax) {
    return { field: 'quantity', message: `Takes 1 to ${limits.quantityMax}.` };
  }
  return null;
}

export function lineProblems(lines: readonly RequestedLine[], limits: LineLimits): FieldProblem[] {
  if (lines.length < 1 || lines.length > limits.linesMax) {
    return [{ path: ['lines'], message: `Takes 1 to ${limits.linesMax} lines.` }];
  }
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    const problem = lineProblem(line, limits, seen);
    if (!problem) return [];
    return [{ path: ['lines', String(index), problem.field], message: problem.message }];
  });
}

export function keyProblems(key: string): FieldProblem[] {
  const message = idempotencyKeyProblem(key);
  return message === null ? [] : [{ path: ['idempotencyKey'], message }];
}

const warehouseCode = /^[A-Za-z0-9\-_]{1,32}$/;

/** Checks the format only, as inventory does; inventory knows which warehouses exist. */
export function warehouseCodeProblems(
  path: string[],
  code: string | null | undefined,
): FieldProblem[] {
  if (code == null || warehouseCode.test(code)) return [];
  return [{ path, message: 'Takes 1 to 32 letters, digits, hyphens and underscores.' }];
}
