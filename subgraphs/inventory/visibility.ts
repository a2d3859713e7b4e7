import { hasRole, isStaff, type Role, scopeAllows, type Viewer } from '../../platform/auth/viewer';
import type { ProductRow } from './store/products';

/** Who reads stock per warehouse; a key of theirs needs INVENTORY_READ. */
export const stockReaders: readonly Role[] = ['PARTNER', 'SUPPORT', 'WAREHOUSE', 'ADMIN'];

/** A key sees what is for staff only if it may read the inventory. */
export function seesInactive(viewer: Viewer): boolean {
  return isStaff(viewer) && scopeAllows(viewer, 'INVENTORY_READ');
}

/** An inactive product exists for staff only, whichever way it is reached. */
export function visibleProduct(product: ProductRow | null, viewer: Viewer): ProductRow | null {
  if (product === null) return null;
  return product.active || seesInactive(viewer) ? product : null;
}

/** Where things are kept is for those who read stock, and for the system. */
export function seesWarehouses(viewer: Viewer): boolean {
  if (viewer.kind === 'system') return true;
  return hasRole(viewer, ...stockReaders) && scopeAllows(viewer, 'INVENTORY_READ');
}

/** Where an order's units are held: staff only. */
export function seesAllocations(viewer: Viewer): boolean {
  return isStaff(viewer) && scopeAllows(viewer, 'INVENTORY_READ');
}
