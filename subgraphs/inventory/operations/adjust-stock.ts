import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { userIdOf } from '../../../platform/auth/viewer';
import {
  badUserInput,
  forbidden,
  IdempotencyKeyReusedError,
  NotFoundError,
  ValidationError,
} from '../../../platform/graphql/errors';
import { assertNever } from '../../../platform/values/assert-never';
import { inputHash, keyHash } from '../../../platform/values/input-hash';
import type { InventoryContext } from '../context';
import { isSku, skuKey } from '../domain/sku';
import { adjustmentKeyPrefix, adjustmentProblems } from '../domain/stock-adjustment';
import { isWarehouseCode } from '../domain/warehouse';
import { StockAdjustmentInput } from '../schema/adjust-stock.input';
import {
  type AdjustStockOutcome,
  AdjustStockResult,
  NegativeStockError,
} from '../schema/adjust-stock.result';
import type { AdjustOutcome } from '../store/stock-adjustments';

const linesMax = 1_000;

@Resolver()
export class AdjustStockOperation {
  @Mutation(() => AdjustStockResult, {
    nullable: true,
    description:
      'Corrects stock by signed amounts, all lines or none. WAREHOUSE, ADMIN and their API keys with INVENTORY_WRITE.',
  })
  async adjustStock(
    @Arg('input', () => [StockAdjustmentInput], {
      description: 'The corrections, 1 to 1,000. Several of one stock level are added up.',
    })
    input: StockAdjustmentInput[],
    @Arg('idempotencyKey', () => String, {
      description:
        'Client-chosen key of 8 to 255 visible ASCII characters. The same key and input again change nothing more.',
    })
    idempotencyKey: string,
    @Ctx() { store, viewer, auditEntries }: InventoryContext,
  ): Promise<AdjustStockOutcome> {
    if (input.length > linesMax) throw badUserInput(`\`input\` takes at most ${linesMax} lines.`);
    const problems = adjustmentProblems(input, idempotencyKey);
    if (problems.length > 0) return new ValidationError(problems);
    if (!input.every(({ sku }) => isSku(sku))) return new NotFoundError('product');
    if (!input.every(({ warehouse }) => isWarehouseCode(warehouse))) {
      return new NotFoundError('warehouse');
    }
    const userId = userIdOf(viewer);
    if (userId === null) throw forbidden();
    const lines = input.map(({ reason, ...line }) => ({ ...line, reason: reason.trim() }));
    const audit = auditEntries(
      lines.map(({ sku, warehouse, delta }) =>
        staffEntry(viewer, 'stock.adjust', `Product:${sku}`, { warehouse, delta }),
      ),
    );
    const outcome = await store.stockAdjustments.adjust({
      key: `${adjustmentKeyPrefix}${userId}:${keyHash(idempotencyKey)}`,
      inputHash: inputHash(
        lines.map(({ sku, warehouse, delta, reason }) => [skuKey(sku), warehouse, delta, reason]),
      ),
      lines,
      kind: 'ADJUSTED',
      audit,
    });
    return answer(outcome);
  }
}

function answer(outcome: AdjustOutcome): AdjustStockOutcome {
  switch (outcome.kind) {
    case 'adjusted':
      return { levels: outcome.levels };
    case 'reused':
      return new IdempotencyKeyReusedError();
    case 'unknownProduct':
      return new NotFoundError('product');
    case 'unknownWarehouse':
      return new NotFoundError('warehouse');
    case 'negative':
      return new NegativeStockError(outcome.level);
    case 'tooMuch': {
      const message = `${outcome.sku} at ${outcome.warehouse} would exceed the maximum stock level.`;
      return new ValidationError([{ path: [], message }]);
    }
    default:
      return assertNever(outcome);
  }
}
