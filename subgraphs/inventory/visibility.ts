import { hasRole, isStaff, type Role, scopeAllows } from '../../access/roles';
import type { Viewer } from '../../platform/requests/viewer';
import type { ProductRow } from './store/products';

/** Roles that may read stock per warehouse; their keys need INVENTORY_READ. */
export const stockReaders: readonly Role[] = ['PARTNER', 'SUPPORT', 'WAREHOUSE', 'ADMIN'];

/** Staff see inactive products, and the allocations of orders; their keys need INVENTORY_READ. */
export function seesStaffData(viewer: Viewer): boolean {
  return isStaff(viewer) && scopeAllows(viewer, 'INVENTORY_READ');
}

/** Inactive products are visible to staff only, regardless of how they are reached. */
export function visibleProduct<Row extends Pick<ProductRow, 'active'>>(
  product: Row | null,
  viewer: Viewer,
): Row | null {
  if (product === null) return null;
  return product.active || seesStaffData(viewer) ? product : null;
}

/** Warehouses are visible to readers of stock and to the system. */
export function seesWarehouses(viewer: Viewer): boolean {
  if (viewer.kind === 'system') return true;
  return hasRole(viewer, ...stockReaders) && scopeAllows(viewer, 'INVENTORY_READ');
}

/** Staff may change products and warehouses, and reads them from the database to see each change. */
export function readsCache(viewer: Viewer): boolean {
  return !isStaff(viewer);
}
