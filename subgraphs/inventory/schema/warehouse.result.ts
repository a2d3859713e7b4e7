import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { WarehouseRow } from '../store/warehouses';
import { Warehouse } from './warehouse';

export const WarehouseResult = outcomeUnion(
  'WarehouseResult',
  'The warehouse as it is now, or why it was not created or changed.',
  Warehouse,
  [NotFoundError, ValidationError],
);
export type WarehouseResult = OutcomeOf<typeof WarehouseResult, WarehouseRow>;
