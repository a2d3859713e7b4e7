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

type Party = 'system' | 'owner' | 'SUPPORT' | 'WAREHOUSE' | 'ADMIN';

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

interface WithMoney {
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
}

/** Whether such a viewer may cause the event in any status. */
export function mayEver(viewer: OrderViewer, event: OrderEventName): boolean {
  return transitions.some((row) => row.event === event && isAmong(viewer, row.who));
}

function isAmong(viewer: OrderViewer, who: readonly Party[]): boolean {
  if (viewer.isOwner && who.includes('owner')) return true;
  return who.some((party) => viewer.roles.includes(party));
}

/** The fields that determine which actions are allowed. */
export type ActionableOrder = WithStatus & WithMoney & WithAttention;

interface Action {
  readonly action: string;
  /** The event that it needs, with the people allowed to cause it … */
  readonly events?: readonly OrderEventName[];
  /** … or a condition of the order, with the people allowed. */
  readonly can?: (order: ActionableOrder) => boolean;
}

/** Public names of actions that have an operation. */
const actions = [
  { action: 'CANCEL', events: ['cancel', 'cancelRest'] },
  { action: 'SHIP', events: ['shipRest'] },
  { action: 'DELIVER', events: ['deliverPart'] },
  { action: 'REFUND', can: (order) => order.capturedMinor > order.refundedMinor },
  { action: 'APPROVE', events: ['approve'] },
  { action: 'REJECT', events: ['reject'] },
  { action: 'RETRY', can: orderCan.retry },
  { action: 'UNDO', can: orderCan.undo },
] as const satisfies Action[];

export type AllowedAction = (typeof actions)[number]['action'];

function isAllowed(order: ActionableOrder, { events, can }: Action, viewer: OrderViewer): boolean {
  if (can) return can(order) && isAmong(viewer, reviewers);
  return (events ?? []).some((event) => {
    const row = rows.get(`${order.status} ${event}`);
    return row !== undefined && isAmong(viewer, row.who);
  });
}

/** The actions that the viewer may take now. */
export function allowedActions(order: ActionableOrder, viewer: OrderViewer): AllowedAction[] {
  return actions
    .filter((action: Action) => isAllowed(order, action, viewer))
    .map(({ action }) => action);
}

/** Whether calls to other services can no longer decide the order. */
export function isDecided(order: WithStatus): boolean {
  return order.status !== 'PENDING';
}
