/**
 * The state table of orders: which events are possible, who may cause them, and the next status.
 * Everything else here is derived from it.
 */

export const orderStatuses = [
  'PENDING',
  'IN_REVIEW',
  'CONFIRMED',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
  'REJECTED',
  'CANCELLED',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export type OrderEventName =
  | 'confirm'
  | 'review'
  | 'approve'
  | 'reject'
  | 'cancel'
  | 'shipPart'
  | 'shipRest'
  | 'cancelRest'
  | 'changeAddress'
  | 'deliverPart'
  | 'deliverAll';

const staffRoles = ['SUPPORT', 'WAREHOUSE', 'ADMIN'] as const;
type StaffRole = (typeof staffRoles)[number];
type Party = 'system' | 'owner' | StaffRole;

export interface Transition {
  readonly from: OrderStatus;
  readonly event: OrderEventName;
  readonly to: OrderStatus;
  readonly who: readonly Party[];
}

const system: readonly Party[] = ['system'];
const reviewers: readonly Party[] = ['SUPPORT', 'ADMIN'];
const cancellers: readonly Party[] = ['owner', 'SUPPORT', 'ADMIN'];
const shippers: readonly Party[] = ['WAREHOUSE', 'ADMIN'];

export const initialStatus: OrderStatus = 'PENDING';

/** Final statuses. */
export const finalStatuses: readonly OrderStatus[] = ['DELIVERED', 'REJECTED', 'CANCELLED'];

export const transitions: readonly Transition[] = [
  { from: 'PENDING', event: 'confirm', to: 'CONFIRMED', who: system },
  { from: 'PENDING', event: 'review', to: 'IN_REVIEW', who: system },
  { from: 'PENDING', event: 'reject', to: 'REJECTED', who: system },
  { from: 'PENDING', event: 'cancel', to: 'CANCELLED', who: cancellers },
  { from: 'PENDING', event: 'changeAddress', to: 'PENDING', who: cancellers },
  { from: 'IN_REVIEW', event: 'approve', to: 'CONFIRMED', who: reviewers },
  { from: 'IN_REVIEW', event: 'reject', to: 'REJECTED', who: ['system', ...reviewers] },
  { from: 'IN_REVIEW', event: 'cancel', to: 'CANCELLED', who: cancellers },
  { from: 'IN_REVIEW', event: 'changeAddress', to: 'IN_REVIEW', who: cancellers },
  { from: 'CONFIRMED', event: 'cancel', to: 'CANCELLED', who: cancellers },
  { from: 'CONFIRMED', event: 'changeAddress', to: 'CONFIRMED', who: cancellers },
  { from: 'CONFIRMED', event: 'shipPart', to: 'PARTIALLY_SHIPPED', who: shippers },
  { from: 'CONFIRMED', event: 'shipRest', to: 'SHIPPED', who: shippers },
  { from: 'PARTIALLY_SHIPPED', event: 'shipPart', to: 'PARTIALLY_SHIPPED', who: shippers },
  { from: 'PARTIALLY_SHIPPED', event: 'shipRest', to: 'SHIPPED', who: shippers },
  { from: 'PARTIALLY_SHIPPED', event: 'cancelRest', to: 'SHIPPED', who: reviewers },
  { from: 'PARTIALLY_SHIPPED', event: 'deliverPart', to: 'PARTIALLY_SHIPPED', who: shippers },
  { from: 'SHIPPED', event: 'deliverPart', to: 'SHIPPED', who: shippers },
  { from: 'SHIPPED', event: 'deliverAll', to: 'DELIVERED', who: shippers },
];

const rows = new Map(transitions.map((row) => [`${row.from} ${row.event}`, row]));

/** The next status after the event; null if the event is not possible. */
export function next(status: OrderStatus, event: OrderEventName): OrderStatus | null {
  return rows.get(`${status} ${event}`)?.to ?? null;
}

interface WithStatus {
  readonly status: OrderStatus;
}

export interface WithMoney {
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
}

/** A step that keeps failing or was rejected permanently. */
export interface Attention {
  readonly since: string;
  readonly step: string;
  readonly reason: string;
  /** Whether it was rejected permanently, so that it certainly had no effect. */
  readonly refused?: boolean;
}

interface WithErasure {
  readonly erasedAt: Date | null;
}

interface WithAttention extends WithStatus {
  readonly attention: Attention | null;
}

/**
 * How to undo a failing step: with the order while it is undecided; by giving it up if it certainly
 * had no effect; otherwise it cannot be undone, because it may have had one.
 */
export function undoingOf(order: WithAttention): 'cancel' | 'giveUp' | null {
  const { attention } = order;
  if (attention === null) return null;
  if (order.status === 'PENDING') return 'cancel';
  return attention.refused === true ? 'giveUp' : null;
}

/** Whether the order's state allows it, regardless of the viewer. */
export const orderCan = {
  cancel: (order: WithStatus): boolean => next(order.status, 'cancel') !== null,
  ship: (order: WithStatus): boolean => next(order.status, 'shipRest') !== null,
  deliver: (order: WithStatus): boolean => next(order.status, 'deliverPart') !== null,
  cancelRest: (order: WithStatus): boolean => next(order.status, 'cancelRest') !== null,
  /** Erased data must not be entered again. */
  changeAddress: (order: WithStatus & WithErasure): boolean =>
    order.erasedAt === null && next(order.status, 'changeAddress') !== null,
  review: (order: WithStatus): boolean => next(order.status, 'approve') !== null,
  /** Captured money can be refunded in any status. */
  refund: (order: WithMoney): boolean => order.capturedMinor > 0n,
  retry: (order: WithAttention): boolean => order.attention !== null,
  undo: (order: WithAttention): boolean => undoingOf(order) !== null,
};

/** The viewer's relation to an order. A key has no roles: it acts on its owner's orders. */
export interface OrderViewer {
  readonly isOwner: boolean;
  readonly roles: readonly string[];
  /** Whether it is a key without ORDERS_WRITE. */
  readonly isReader?: boolean;
}

/** Whether such a viewer may cause the event in any status. */
export function mayEver(viewer: OrderViewer, event: OrderEventName): boolean {
  return transitions.some((row) => row.event === event && isAmong(viewer, row.who));
}

/** The roles that may cause the event, on anybody's order. Keys only act on their owner's orders. */
export function whoMayEver(event: OrderEventName): { roles: StaffRole[]; scopes: [] } {
  const rowsOf = transitions.filter((row) => row.event === event);
  const roles = staffRoles.filter((role) => rowsOf.some(({ who }) => who.includes(role)));
  return { roles, scopes: [] };
}

function isAmong(viewer: OrderViewer, who: readonly Party[]): boolean {
  if (viewer.isOwner && who.includes('owner')) return true;
  return who.some((party) => viewer.roles.includes(party));
}

/** The fields that determine which actions are allowed. */
export interface ActionableOrder extends WithMoney, WithAttention {
  /** Whether every shipment so far has arrived. */
  readonly isAllDelivered?: boolean;
  /** The sum of refunds that are pending or wait for a person. */
  readonly openRefundsMinor?: bigint;
}

interface Action {
  readonly action: string;
  /** Completes "Only SUPPORT and ADMIN may …". */
  readonly deed: string;
  /** The events that it may cause, with the people allowed to. */
  readonly events?: readonly OrderEventName[];
  /** Why the state forbids the events, if the status does not say it. */
  readonly forbidden?: string;
  /** Why a condition of the order forbids it; null if it does not. Without events, reviewers may. */
  readonly refusal?: (order: ActionableOrder) => string | null;
}

const nothingWaits = 'No step of the order waits for a person.';

/** A SHIPPED order whose shipments had all arrived earlier still has to become DELIVERED. */
function deliveryRefusal({ status, isAllDelivered }: ActionableOrder): string | null {
  if (status !== 'PARTIALLY_SHIPPED' || !isAllDelivered) return null;
  return 'All shipments so far have been delivered.';
}

function refundRefusal(order: ActionableOrder): string | null {
  const { capturedMinor, refundedMinor, openRefundsMinor = 0n } = order;
  if (capturedMinor === 0n) return 'No money has been captured.';
  if (capturedMinor <= refundedMinor) return 'All captured money has been refunded.';
  if (capturedMinor - refundedMinor > openRefundsMinor) return null;
  return 'The rest of the captured money belongs to refunds that are not finished.';
}

function retryRefusal(order: ActionableOrder): string | null {
  return orderCan.retry(order) ? null : nothingWaits;
}

function undoRefusal(order: ActionableOrder): string | null {
  if (!orderCan.retry(order)) return nothingWaits;
  if (orderCan.undo(order)) return null;
  return 'The step may have had an effect, so it cannot be undone.';
}

const notInReview = 'The order is not in review.';

/** Public names of actions that have an operation. */
const actions = [
  { action: 'CANCEL', deed: 'cancel it', events: ['cancel', 'cancelRest'] },
  { action: 'SHIP', deed: 'ship it', events: ['shipRest'] },
  {
    action: 'DELIVER',
    deed: 'record a delivery',
    events: ['deliverPart'],
    refusal: deliveryRefusal,
  },
  { action: 'REFUND', deed: 'refund it', refusal: refundRefusal },
  { action: 'APPROVE', deed: 'review it', events: ['approve'], forbidden: notInReview },
  { action: 'REJECT', deed: 'review it', events: ['reject'], forbidden: notInReview },
  { action: 'RETRY', deed: 'run a failed step again', refusal: retryRefusal },
  { action: 'UNDO', deed: 'undo a failed step', refusal: undoRefusal },
] as const satisfies Action[];

export type ActionName = (typeof actions)[number]['action'];

/** Why no event of an action is possible. */
const statusSentences: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'The order is not decided yet.',
  IN_REVIEW: 'The order is in review.',
  CONFIRMED: 'The order is not shipped yet.',
  PARTIALLY_SHIPPED: 'A part of the order has been shipped.',
  SHIPPED: 'The order has been shipped.',
  DELIVERED: 'The order has been delivered.',
  REJECTED: 'The order was rejected.',
  CANCELLED: 'The order was cancelled.',
};

const people = ['owner', ...staffRoles] as const;

/** "the buyer, SUPPORT and ADMIN" */
function named(who: readonly Party[]): string {
  const names = people
    .filter((party) => who.includes(party))
    .map((party) => (party === 'owner' ? 'the buyer' : party));
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');
}

/** Why the viewer may not take the action now; null if they may. Roles decide before the state. */
function refusalOf(order: ActionableOrder, action: Action, viewer: OrderViewer): string | null {
  const { deed, events, refusal, forbidden } = action;
  const ever = events
    ? transitions.filter(({ event }) => events.includes(event)).flatMap(({ who }) => who)
    : reviewers;
  if (!isAmong(viewer, ever)) return `Only ${named(ever)} may ${deed}.`;
  if (viewer.isReader) return 'The API key needs the scope ORDERS_WRITE.';
  const now = events?.flatMap((event) => rows.get(`${order.status} ${event}`)?.who ?? []);
  if (now === undefined || isAmong(viewer, now)) return refusal?.(order) ?? null;
  const sentence = forbidden ?? statusSentences[order.status];
  return named(now) === '' ? sentence : `${sentence} Only ${named(now)} may ${deed} now.`;
}

/** The actions that the viewer may take now. */
export function allowedActions(order: ActionableOrder, viewer: OrderViewer): ActionName[] {
  return actions
    .filter((action: Action) => refusalOf(order, action, viewer) === null)
    .map(({ action }) => action);
}

/** The other actions, each with one reason as a sentence for people. */
export function refusedActions(
  order: ActionableOrder,
  viewer: OrderViewer,
): { readonly action: ActionName; readonly reason: string }[] {
  return actions.flatMap((action) => {
    const reason = refusalOf(order, action, viewer);
    return reason === null ? [] : [{ action: action.action, reason }];
  });
}

/** Whether calls to other services can no longer decide the order. */
export function isDecided(order: WithStatus): boolean {
  return order.status !== 'PENDING';
}

interface Parcel {
  readonly deliveredAt: Date | null;
}

/** Whether nothing is in transit once these have arrived. */
export function arrivesWith<Shipment extends Parcel>(
  shipments: readonly Shipment[],
  arriving: readonly Shipment[],
): boolean {
  return shipments.every((one) => one.deliveredAt !== null || arriving.includes(one));
}
