import type { Facts, LedgerFact, MovementFact, OrderFact } from './facts';

/** Checks money and stock against the orders: nobody is charged twice, nothing is sold twice. */

function sumOf(lines: readonly LedgerFact[], kind: LedgerFact['kind']): bigint {
  return lines.filter((line) => line.kind === kind).reduce((sum, { minor }) => sum + minor, 0n);
}

interface Money {
  readonly authorized: bigint;
  readonly captured: bigint;
  readonly voided: bigint;
  readonly refunded: bigint;
}

/** Expectations by the final status of an order; undefined for an unknown status. */
function moneyFits(order: OrderFact, money: Money): boolean {
  const { authorized, captured, voided } = money;
  const total = order.totalMinor;
  switch (order.status) {
    case 'REJECTED':
    case 'CANCELLED':
      return (
        captured === 0n && voided === authorized && (authorized === 0n || authorized === total)
      );
    case 'CONFIRMED':
    case 'IN_REVIEW':
      return authorized === total && captured === 0n && voided === 0n;
    case 'PARTIALLY_SHIPPED':
      return authorized === total && captured > 0n && captured <= total && voided === 0n;
    case 'SHIPPED':
      return authorized === total && captured + voided === total && captured > 0n;
    default:
      return false;
  }
}

function* moneyOf(order: OrderFact, lines: readonly LedgerFact[], facts: Facts): Generator<string> {
  const about = `order ${order.id} (${order.status})`;
  const keys = Map.groupBy(lines, ({ kind, idempotencyKey }) => `${kind} ${idempotencyKey}`);
  for (const [key, same] of keys) {
    if (same.length > 1) yield `${about}: ${key} is ${same.length} times in the ledger`;
  }
  const money = {
    authorized: sumOf(lines, 'authorization'),
    captured: sumOf(lines, 'capture'),
    voided: sumOf(lines, 'void'),
    refunded: sumOf(lines, 'refund'),
  };
  if (!moneyFits(order, money)) {
    const { authorized, captured, voided } = money;
    yield `${about}: of ${order.totalMinor} the provider authorised ${authorized}, captured ${captured} and voided ${voided}`;
  }
  const given = facts.refunds
    .filter(({ orderId, seq }) =>
      facts.effects.some(
        (effect) =>
          effect.orderId === orderId &&
          orderId === order.id &&
          effect.kind === 'REFUND' &&
          effect.seq === seq &&
          effect.state === 'DONE',
      ),
    )
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (given !== money.refunded || money.refunded > money.captured) {
    yield `${about}: ${given} was to be refunded, the provider refunded ${money.refunded} of ${money.captured}`;
  }
}

function unitsOf(moved: readonly MovementFact[], kinds: readonly string[]) {
  const some = moved.filter(({ kind }) => kinds.includes(kind));
  return {
    onHand: some.reduce((sum, { onHand }) => sum + onHand, 0),
    reserved: some.reduce((sum, { reserved }) => sum + reserved, 0),
  };
}

function* goodsOf(
  order: OrderFact,
  moved: readonly MovementFact[],
  facts: Facts,
): Generator<string> {
  const about = `order ${order.id} (${order.status})`;
  const bought = facts.lines
    .filter(({ orderId }) => orderId === order.id)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const shipped = facts.shipped
    .filter(({ orderId }) => orderId === order.id)
    .reduce((sum, { units }) => sum + units, 0);
  const held = unitsOf(moved, ['RESERVED', 'RELEASED', 'SHIPPED']);
  const isGone = ['REJECTED', 'CANCELLED', 'SHIPPED'].includes(order.status);
  const expected = isGone ? 0 : bought - shipped;
  if (held.reserved !== expected)
    yield `${about}: ${held.reserved} units are held, not ${expected}`;
  if (held.onHand !== -shipped) yield `${about}: ${-held.onHand} units left, not ${shipped}`;
  if (shipped > bought) yield `${about}: ${shipped} units left, ${bought} were bought`;
  const returned = facts.returned.find(({ orderId }) => orderId === order.id)?.units ?? 0;
  const back = unitsOf(moved, ['RETURNED']).onHand;
  if (back !== returned) yield `${about}: ${back} units came back, not ${returned}`;
}

function* stock({ levels, movements }: Facts): Generator<string> {
  const place = ({ sku, warehouse }: { sku: string; warehouse: string }) => `${sku} ${warehouse}`;
  const moved = Map.groupBy(movements, place);
  for (const level of levels) {
    const own = moved.get(place(level)) ?? [];
    const onHand = own.reduce((sum, one) => sum + one.onHand, 0);
    const reserved = own.reduce((sum, one) => sum + one.reserved, 0);
    if (level.onHand !== onHand || level.reserved !== reserved) {
      yield `${place(level)}: ${level.onHand}/${level.reserved} of stock, by its movements ${onHand}/${reserved}`;
    }
    if (level.reserved < 0 || level.reserved > level.onHand) {
      yield `${place(level)}: ${level.reserved} reserved of ${level.onHand}`;
    }
  }
}

export function checkLedger(facts: Facts): string[] {
  const found: string[] = [...stock(facts)];
  const ledger = Map.groupBy(facts.ledger, ({ orderId }) => orderId);
  const moved = Map.groupBy(facts.movements, ({ reference }) => reference ?? '');
  for (const order of facts.orders) {
    found.push(...moneyOf(order, ledger.get(order.id) ?? [], facts));
    found.push(...goodsOf(order, moved.get(order.id) ?? [], facts));
    ledger.delete(order.id);
  }
  for (const id of ledger.keys()) found.push(`the ledger knows an order ${id} that is not there`);
  return found;
}
