/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** State of a bulk action: QUEUED → RUNNING → FINISHED, or STOPPED by a person. */
export type BulkActionState =
  /** Every order has its result. */
  | 'FINISHED'
  /** Waits for a worker to begin. */
  | 'QUEUED'
  /** A worker acts on the orders; a crash only delays the rest. */
  | 'RUNNING'
  /** Stopped by `stopBulkAction`; the remaining orders stay as they are. */
  | 'STOPPED';

/** The result of a bulk action for one order. */
export type BulkItemState =
  /** The action was refused or failed; `code` and `message` say why. */
  | 'FAILED'
  /** The action has not been tried yet, or will be tried again. */
  | 'PENDING'
  /** The action took effect, or had done so before. */
  | 'SUCCEEDED';

/** The action that a bulk action takes on each of its orders. */
export type BulkOrderAction =
  /** Approves it in review, as `reviewOrder` does. */
  | 'APPROVE'
  /** Cancels it, or its unshipped rest, as `cancelOrder` does. */
  | 'CANCEL'
  /** Records that all its shipments arrived, as `deliverOrder` does. */
  | 'DELIVER'
  /** Rejects it in review, as `reviewOrder` does. */
  | 'REJECT';

/** The properties of a new API key. */
export type CreateApiKeyInput = {
  /** When the key stops working, in the future. Null means that it does not expire. */
  readonly expiresAt?: string | null | undefined;
  /** Your name for the key, 1 to 100 characters. */
  readonly name: string;
  /** Requests a minute, at least 1. Only ADMIN may exceed the default, up to 60000. Null means the default. */
  readonly quotaPerMinute?: number | null | undefined;
  /** What the key may do. At least one scope, each allowed by your roles. */
  readonly scopes: ReadonlyArray<Scope>;
};

/** A new warehouse. It is active and has no stock. */
export type CreateWarehouseInput = {
  /** Key of the warehouse, 1 to 32 letters, digits, `-` and `_`, in any case. It never changes. */
  readonly code: string;
  /** ISO 3166-1 alpha-2 code of the country it is in, e.g. DE. */
  readonly country: string;
  /** Name of the warehouse for people, 1 to 200 characters. */
  readonly name: string;
};

/** How far the preparation of a data export is. */
export type DataExportState =
  /** Its time is over, and it is about to be deleted. */
  | 'EXPIRED'
  /** It could not be prepared. Request another one. */
  | 'FAILED'
  /** It is being prepared. Ask again in some seconds. */
  | 'PENDING'
  /** It can be downloaded until `expiresAt`. */
  | 'READY';

/** State of a job: QUEUED → ACTIVE → COMPLETED; a failed attempt leads to RETRYING, the last one to FAILED. */
export type JobState =
  /** An attempt is in progress. */
  | 'ACTIVE'
  /** Cancelled before it completed; it does not run again. */
  | 'CANCELLED'
  /** Completed with success; it does not run again. */
  | 'COMPLETED'
  /** Its last attempt failed. `retryJob` runs it again. */
  | 'FAILED'
  /** Waits for its first attempt. */
  | 'QUEUED'
  /** Failed, and waits for its next attempt. */
  | 'RETRYING';

/** A language of the mails to an account. */
export type Language =
  /** German, for accounts whose owner has chosen it. */
  | 'DE'
  /** English, the default of accounts that have not chosen a language. */
  | 'EN';

/** The credentials of an account. */
export type LoginInput = {
  /** E-mail address of the account, in any case. */
  readonly email: string;
  /** Password of the account, compared case-sensitively. */
  readonly password: string;
};

/** Something that can be done with an order. */
export type OrderAction =
  /** Approve an order in review with `reviewOrder`. */
  | 'APPROVE'
  /** Cancel the order, or the part of it that is not shipped, with `cancelOrder`. */
  | 'CANCEL'
  /** Record the arrival of shipments with `deliverOrder`. */
  | 'DELIVER'
  /** Refund captured money with `refundOrder`. */
  | 'REFUND'
  /** Reject an order in review with `reviewOrder`. */
  | 'REJECT'
  /** Run the failed step again with `resolveOrder`. */
  | 'RETRY'
  /** Ship all or some of the units with `shipOrder`. */
  | 'SHIP'
  /** Undo the failed step or the order with `resolveOrder`. */
  | 'UNDO';

/** Conditions that a listed order meets, all of those given. */
export type OrderFilter = {
  /** Only orders of the account with this id. SUPPORT and ADMIN; FORBIDDEN for others. */
  readonly customerId?: string | null | undefined;
  /** Only orders with one of these ids, at most 100. Unknown ones are left out. */
  readonly ids?: ReadonlyArray<string> | null | undefined;
  /** True for orders that wait for a person (IN_REVIEW or with `attention`), false for all others. Staff; FORBIDDEN for others. */
  readonly needsAttention?: boolean | null | undefined;
  /** Only the order with this whole number, in any case, with or without dashes. */
  readonly number?: string | null | undefined;
  /** Only orders placed at this time or later. */
  readonly placedFrom?: string | null | undefined;
  /** Only orders placed before this time. */
  readonly placedTo?: string | null | undefined;
  /** A whole order number, tracking code, SKU or e-mail address (SUPPORT and ADMIN), or part of the recipient's name. Staff; FORBIDDEN for others. */
  readonly search?: string | null | undefined;
  /** Only orders in one of these statuses. Null means all statuses. */
  readonly status?: ReadonlyArray<OrderStatus> | null | undefined;
};

/** A product and a number of units of it. */
export type OrderLineInput = {
  /** Number of units, 1 to 99,999. */
  readonly quantity: number;
  /** SKU of the product, in any case. Each SKU may appear once. */
  readonly sku: string;
};

/** The orders of a bulk action: either by id or by a filter. */
export type OrderSelection = {
  /** All orders that match, at most 10,000; `{}` matches every order. */
  readonly filter?: OrderFilter | null | undefined;
  /** Ids of the orders, 1 to 1,000. Unknown ones are left out. */
  readonly ids?: ReadonlyArray<string> | null | undefined;
};

/** Status of an order: PENDING → CONFIRMED → PARTIALLY_SHIPPED → SHIPPED → DELIVERED, or an end as REJECTED or CANCELLED. */
export type OrderStatus =
  /** Cancelled before the first shipment; stock is released and the payment voided. This status is final. */
  | 'CANCELLED'
  /** Stock is reserved and the payment authorised. The order waits to be shipped and can still be cancelled. */
  | 'CONFIRMED'
  /** All shipments have arrived. This status is final. */
  | 'DELIVERED'
  /** Suspected fraud, to be reviewed by staff; stock and payment are held. CONFIRMED, REJECTED or CANCELLED follows. */
  | 'IN_REVIEW'
  /** Some units are shipped. The rest is shipped later or cancelled by SUPPORT or ADMIN. */
  | 'PARTIALLY_SHIPPED'
  /** Placed. Stock is being reserved and the payment authorised. CONFIRMED, IN_REVIEW, REJECTED or CANCELLED follows. */
  | 'PENDING'
  /** Refused: out of stock, payment declined, review failed or timed out. This status is final. */
  | 'REJECTED'
  /** Everything is shipped, apart from units that were cancelled. The payment is captured. */
  | 'SHIPPED';

/** Status of a payment at the payment provider. */
export type PaymentStatus =
  /** The buyer has to act first, e.g. by 3-D Secure; see `nextAction`. */
  | 'ACTION_REQUIRED'
  /** The total is authorised; nothing is captured yet. */
  | 'AUTHORIZED'
  /** The whole total is captured. */
  | 'CAPTURED'
  /** The provider declined the payment; nothing is charged. */
  | 'DECLINED'
  /** The provider has not answered about the payment yet. */
  | 'NONE'
  /** A part of the total is captured, for the units that were shipped. */
  | 'PARTIALLY_CAPTURED'
  /** A part of the captured amount is refunded. */
  | 'PARTIALLY_REFUNDED'
  /** The provider is still deciding about the authorisation. */
  | 'PENDING'
  /** The whole captured amount is refunded. */
  | 'REFUNDED'
  /** The authorisation is released; nothing was captured. */
  | 'VOIDED';

/** Conditions that a listed product meets, all of those given. */
export type ProductFilter = {
  /** True for active products only, false for inactive ones. False is FORBIDDEN for others than staff. */
  readonly active?: boolean | null | undefined;
  /** Only products priced in this currency. Null means all currencies. */
  readonly currency?: string | null | undefined;
  /** True for products with an available unit, false for those without. Null means both. */
  readonly inStock?: boolean | null | undefined;
  /** Highest net price, inclusive, in the currency of `currency`, which is required with it. */
  readonly priceMax?: string | null | undefined;
  /** Lowest net price, inclusive, in the currency of `currency`, which is required with it. */
  readonly priceMin?: string | null | undefined;
  /** Words of the name, or a SKU, at most 200 characters. Null means no search. */
  readonly search?: string | null | undefined;
  /** Only products with one of these SKUs, at most 250. Null means all. */
  readonly skus?: ReadonlyArray<string> | null | undefined;
};

/** The order in which products are listed. Products that tie are ordered by SKU. */
export type ProductSort =
  /** Sorted by name, from A to Z. */
  | 'NAME_ASC'
  /** Sorted by creation time, newest first. */
  | 'NEWEST'
  /** Sorted by net price, cheapest first. Prices of different currencies are not converted. */
  | 'PRICE_ASC'
  /** Sorted by net price, most expensive first. Prices of different currencies are not converted. */
  | 'PRICE_DESC'
  /** Sorted by relevance to `filter.search`, best match first. The same as NAME_ASC without a search. */
  | 'RELEVANCE';

/** The amount to refund, and the units that came back. */
export type RefundOrderInput = {
  /** Amount to refund in the currency of the order, more than 0. */
  readonly amount: string;
  /** `Order.version` as last read. If the order changed since, the result is ConflictError. Null skips the check. */
  readonly expectedVersion?: number | null | undefined;
  /** Client-chosen key of 8 to 255 visible ASCII characters. The same key and input again refund nothing more. */
  readonly idempotencyKey: string;
  /** Units that came back, each SKU once. Null means none. */
  readonly lines?: ReadonlyArray<ReturnLineInput> | null | undefined;
  /** Id of the order to refund. */
  readonly orderId: string;
  /** Why it is refunded, 1 to 500 characters. The customer can read it. */
  readonly reason: string;
};

/** Status of a refund at the payment provider. */
export type RefundStatus =
  /** The provider refused the refund for good. The amount can be refunded again. */
  | 'FAILED'
  /** Requested, and tried until the provider answers. */
  | 'PENDING'
  /** The provider has refunded the amount. */
  | 'SUCCEEDED';

/** The reorder point of one product in one warehouse. */
export type ReorderPointInput = {
  /** Available units at or below which `lowStock` lists the product: 0 to 1,000,000,000. */
  readonly reorderPoint: number;
  /** SKU of the product, in any case. */
  readonly sku: string;
  /** Code of the warehouse, e.g. BER, in any case. */
  readonly warehouse: string;
};

/** What to do with a failed step that an order waits on. */
export type ResolveAction =
  /** Run the failed step again. */
  | 'RETRY'
  /** Cancel an order that is still PENDING, or give up a step that was refused for good. Anything else is an OrderStateError. */
  | 'UNDO';

/** Units of one product that came back, and whether they are sold again. */
export type ReturnLineInput = {
  /** Number of units, at most those shipped and not yet returned. */
  readonly quantity: number;
  /** Whether the units are put on hand again. Null means false. */
  readonly restock?: boolean | null | undefined;
  /** SKU of the product, in any case. Each SKU may appear once. */
  readonly sku: string;
  /** Code of the warehouse that restocks the units. Null means the one that shipped them. */
  readonly warehouse?: string | null | undefined;
};

/** A role of an account, which decides what it may do. SUPPORT, WAREHOUSE and ADMIN are staff. */
export type Role =
  /** Staff that may do everything, including roles, products, jobs and the audit log. */
  | 'ADMIN'
  /** Places, reads and cancels own orders and manages the own account. New accounts have this role. */
  | 'CUSTOMER'
  /** A customer that may also use API keys and webhooks and read the stock of each warehouse. */
  | 'PARTNER'
  /** Staff that reads all orders and accounts, and cancels, refunds, reviews and resolves orders or changes their address. */
  | 'SUPPORT'
  /** Staff that reads, ships and delivers all orders without seeing their customers, and reads and adjusts stock. */
  | 'WAREHOUSE';

/** A view of a list to save. */
export type SaveViewInput = {
  /** Name of the list in the client, e.g. `orders`: 1 to 64 lower-case letters, digits and hyphens. */
  readonly list: string;
  /** Name of the view, 1 to 80 characters, unique within its list. */
  readonly name: string;
  /** Filters, columns and sorting as text of the client, e.g. a query string; at most 4,000 characters. */
  readonly query: string;
};

/** What an API key may do for its owner. The owner's current roles limit it further. */
export type Scope =
  /** Read the stock of each warehouse. Owners with the role PARTNER, WAREHOUSE or ADMIN. */
  | 'INVENTORY_READ'
  /** Adjust stock (owners with the role WAREHOUSE or ADMIN) and write products (ADMIN only). */
  | 'INVENTORY_WRITE'
  /** Read the owner's own orders. Owners with the role PARTNER, WAREHOUSE or ADMIN. */
  | 'ORDERS_READ'
  /** Place and cancel the owner's own orders. Owners with the role PARTNER, WAREHOUSE or ADMIN. */
  | 'ORDERS_WRITE'
  /** Do what anonymous callers may, for the visitor that `X-Buyer-IP` names. Created by ADMIN, as the only scope of its key. */
  | 'STOREFRONT'
  /** Manage the owner's webhook endpoints, which receive events of the owner's orders only. Owners with the role PARTNER or ADMIN. */
  | 'WEBHOOKS_MANAGE';

/** How an account proves its second factor. */
export type SecondFactorMethod =
  /** One of the recovery codes that `confirmTotp` answered; each works once. */
  | 'RECOVERY_CODE'
  /** The six digits that an authenticator app shows at this moment (RFC 6238). */
  | 'TOTP';

/** What is shipped, by whom, and how it is tracked. */
export type ShipOrderInput = {
  /** Name of the carrier, 1 to 100 characters. */
  readonly carrier: string;
  /** `Order.version` as last read. If the order changed since, the result is ConflictError. Null skips the check. */
  readonly expectedVersion?: number | null | undefined;
  /** Client-chosen key of 8 to 255 visible ASCII characters. The same key and input again ship nothing more. */
  readonly idempotencyKey: string;
  /** What is shipped, each SKU once. Null ships everything that is not shipped yet. */
  readonly lines?: ReadonlyArray<OrderLineInput> | null | undefined;
  /** Id of the order to ship. */
  readonly orderId: string;
  /** Tracking code of the carrier, 1 to 100 characters. */
  readonly trackingCode: string;
  /** Page that tracks the shipment, http or https, at most 2,000 characters. */
  readonly trackingUrl?: string | null | undefined;
  /** Code of the warehouse that ships. Null ships from wherever units are reserved, as one shipment for each warehouse. */
  readonly warehouse?: string | null | undefined;
};

/** One action on many orders. */
export type StartBulkActionInput = {
  /** What is done with each order. */
  readonly action: BulkOrderAction;
  /** The `total` that `bulkActionPreview` showed; required with a filter. With another number now, nothing is started. */
  readonly expectedTotal?: number | null | undefined;
  /** Chosen by the client, 8 to 255 characters. The same key and input again answer the same bulk action. */
  readonly idempotencyKey: string;
  /** Why, in 1 to 500 characters. Visible to staff in the timeline of the orders. */
  readonly reason: string;
  /** The orders, which are fixed at the start. */
  readonly selection: OrderSelection;
};

/** How long a point of order statistics is. Points begin in UTC. */
export type StatsBucket =
  /** One day, from midnight UTC on. */
  | 'DAY'
  /** One hour, from its first minute on. */
  | 'HOUR';

/** A correction of what one warehouse has on hand of one product. */
export type StockAdjustmentInput = {
  /** Units to add, or to remove if negative: 1 to 1,000,000 either way, never 0. */
  readonly delta: number;
  /** Why the stock changes, 1 to 200 characters. It becomes the `reference` of the stock movement. */
  readonly reason: string;
  /** SKU of the product, in any case. */
  readonly sku: string;
  /** Code of the warehouse, e.g. BER. */
  readonly warehouse: string;
};

/** Units of one product that a person counted in one warehouse. */
export type StockCountInput = {
  /** Units that are there, reserved ones included: 0 to 1,000,000,000. */
  readonly counted: number;
  /** Why it was counted, 1 to 200 characters. It becomes the `reference` of the stock movement. */
  readonly reason: string;
  /** SKU of the product, in any case. */
  readonly sku: string;
  /** Code of the warehouse, e.g. BER, in any case. */
  readonly warehouse: string;
};

/** What causes a stock movement. */
export type StockMovementKind =
  /** A correction by `adjustStock`: more or fewer units on hand. */
  | 'ADJUSTED'
  /** Goods arrived in the warehouse: more units on hand. */
  | 'RECEIVED'
  /** A reservation ended without a shipment: fewer units reserved, as many on hand. */
  | 'RELEASED'
  /** Units reserved for an order: more reserved, as many on hand. */
  | 'RESERVED'
  /** Units came back and were restocked: more units on hand. */
  | 'RETURNED'
  /** Reserved units left the warehouse: fewer on hand and fewer reserved. */
  | 'SHIPPED';

/** Changes of one product. Fields that are left out or null stay as they are. */
export type UpdateProductInput = {
  /** Whether the product is for sale. */
  readonly active?: boolean | null | undefined;
  /** New description of at most 5,000 characters and 6,000 bytes of JSON. An empty text removes it. */
  readonly description?: string | null | undefined;
  /** New name of the product, 1 to 200 characters. */
  readonly name?: string | null | undefined;
  /** New net price of one unit, in the product's currency. */
  readonly price?: string | null | undefined;
  /** SKU of the product to change. */
  readonly sku: string;
  /** `Product.version` as last read. If the product changed since, the result is ConflictError. */
  readonly version: number;
};

/** Changes of one warehouse. Fields that are left out or null stay as they are. */
export type UpdateWarehouseInput = {
  /** False closes the warehouse, true reopens it. Its reserved units stay reserved. */
  readonly active?: boolean | null | undefined;
  /** Code of the warehouse to change, in any case. */
  readonly code: string;
  /** New name of the warehouse for people, 1 to 200 characters. */
  readonly name?: string | null | undefined;
};

/** Changes of one endpoint. Fields that are left out or null stay as they are. */
export type UpdateWebhookEndpointInput = {
  /** True enables the endpoint and sends waiting deliveries at once; false makes deliveries wait. */
  readonly enabled?: boolean | null | undefined;
  /** The complete new list of event names, at least one. */
  readonly events?: ReadonlyArray<string> | null | undefined;
  /** New URL, under the same rules as for a new endpoint. */
  readonly url?: string | null | undefined;
};

/** Status of the delivery of an event to an endpoint. */
export type WebhookDeliveryStatus =
  /** The endpoint answered with a status of 2xx. */
  | 'DELIVERED'
  /** Given up after the last attempt. `redeliverWebhook` starts again. */
  | 'FAILED'
  /** The endpoint has not accepted the event yet; attempts continue. */
  | 'PENDING';

/** The properties of a new webhook endpoint. */
export type WebhookEndpointInput = {
  /** Names of the events to send, at least one of order.placed, order.confirmed, order.rejected, order.in_review, order.cancelled, order.shipped, order.delivered, order.refunded. */
  readonly events: ReadonlyArray<string>;
  /** Where events are sent, at most 2,048 characters; https in production. Credentials in it and private network addresses are rejected. */
  readonly url: string;
};

export type AccountRowFragment = { readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string };

export type AccountListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type AccountListQuery = { readonly users: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type AccountPageQueryVariables = Exact<{
  id: string;
}>;


export type AccountPageQuery = { readonly user: { readonly emailVerified: boolean, readonly language: Language, readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string, readonly addresses: ReadonlyArray<{ readonly id: string, readonly label: string | null, readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly postalCode: string, readonly city: string, readonly country: string }>, readonly orders: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus }, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }> } | null } | null };

export type AssignRolesMutationVariables = Exact<{
  userId: string;
  roles: ReadonlyArray<Role> | Role;
}>;


export type AssignRolesMutation = { readonly assignRoles:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'User', readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type LockAccountMutationVariables = Exact<{
  userId: string;
  reason: string;
}>;


export type LockAccountMutation = { readonly lockAccount:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'User', readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type UnlockAccountMutationVariables = Exact<{
  userId: string;
  reason: string;
}>;


export type UnlockAccountMutation = { readonly unlockAccount:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'User', readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type EndSessionsMutationVariables = Exact<{
  userId: string;
}>;


export type EndSessionsMutation = { readonly endSessions:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'User', readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type ResetSecondFactorMutationVariables = Exact<{
  userId: string;
  reason: string;
}>;


export type ResetSecondFactorMutation = { readonly resetSecondFactor:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'User', readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type AuditLogQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  subject?: string | null | undefined;
  actor?: string | null | undefined;
}>;


export type AuditLogQuery = { readonly auditLog: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly at: string, readonly actor: string, readonly action: string, readonly subject: string, readonly detail: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type BulkPreviewQueryVariables = Exact<{
  action: BulkOrderAction;
  selection: OrderSelection;
}>;


export type BulkPreviewQuery = { readonly bulkActionPreview: { readonly total: number, readonly isTooMany: boolean, readonly possible: number } | null };

export type StartBulkActionMutationVariables = Exact<{
  input: StartBulkActionInput;
}>;


export type StartBulkActionMutation = { readonly startBulkAction:
    | { readonly __typename: 'BulkAction', readonly id: string }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type StopBulkActionMutationVariables = Exact<{
  id: string;
}>;


export type StopBulkActionMutation = { readonly stopBulkAction:
    | { readonly __typename: 'BulkAction', readonly id: string, readonly state: BulkActionState }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

export type BulkActionPageQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  state?: BulkItemState | null | undefined;
}>;


export type BulkActionPageQuery = { readonly bulkAction: { readonly id: string, readonly action: BulkOrderAction, readonly reason: string, readonly total: number, readonly succeeded: number, readonly failed: number, readonly createdAt: string, readonly finishedAt: string | null, readonly state: BulkActionState, readonly items: { readonly nodes: ReadonlyArray<{ readonly state: BulkItemState, readonly code: string | null, readonly message: string | null, readonly order: { readonly id: string, readonly number: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type BulkActionsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type BulkActionsQuery = { readonly bulkActions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly action: BulkOrderAction, readonly reason: string, readonly total: number, readonly succeeded: number, readonly failed: number, readonly createdAt: string, readonly state: BulkActionState }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ExportOrdersQueryVariables = Exact<{
  filter?: OrderFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ExportOrdersQuery = { readonly exportOrders: { readonly csv: string, readonly orders: number, readonly endCursor: string | null, readonly isCut: boolean } | null };

export type FlagRowFragment = { readonly name: string, readonly description: string, readonly isOn: boolean, readonly override: boolean | null, readonly reason: string, readonly source: string };

export type FeatureFlagsQueryVariables = Exact<{ [key: string]: never; }>;


export type FeatureFlagsQuery = { readonly featureFlags: ReadonlyArray<{ readonly name: string, readonly description: string, readonly isOn: boolean, readonly override: boolean | null, readonly reason: string, readonly source: string }> | null };

export type SetFeatureFlagMutationVariables = Exact<{
  name: string;
  isOn: boolean;
}>;


export type SetFeatureFlagMutation = { readonly setFeatureFlag:
    | { readonly __typename: 'FeatureFlag', readonly name: string, readonly description: string, readonly isOn: boolean, readonly override: boolean | null, readonly reason: string, readonly source: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

export type ResetFeatureFlagMutationVariables = Exact<{
  name: string;
}>;


export type ResetFeatureFlagMutation = { readonly resetFeatureFlag:
    | { readonly __typename: 'FeatureFlag', readonly name: string, readonly description: string, readonly isOn: boolean, readonly override: boolean | null, readonly reason: string, readonly source: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

export type KeyRowFragment = { readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { readonly apiKeys: ReadonlyArray<{ readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null }> | null };

export type ApiKeyRequestsQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeyRequestsQuery = { readonly apiKeys: ReadonlyArray<{ readonly id: string, readonly requests: ReadonlyArray<{ readonly at: string, readonly requestId: string, readonly operation: string | null, readonly outcome: string, readonly status: number, readonly durationMs: number }> | null }> | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'ApiKeyCreated', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type RotateApiKeyMutationVariables = Exact<{
  id: string;
  overlapSeconds: number;
}>;


export type RotateApiKeyMutation = { readonly rotateApiKey:
    | { readonly __typename: 'ApiKeyCreated', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null } }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey:
    | { readonly __typename: 'ApiKey', readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

export type EndpointRowFragment = { readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string };

export type DeliveryRowFragment = { readonly id: string, readonly eventId: string, readonly eventType: string, readonly attempts: number, readonly status: WebhookDeliveryStatus, readonly lastAttemptAt: string | null, readonly nextAttemptAt: string | null, readonly responseStatus: number | null };

export type WebhookEndpointsQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhookEndpointsQuery = { readonly webhookEndpoints: ReadonlyArray<{ readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string }> | null, readonly webhookEventTypes: ReadonlyArray<{ readonly name: string, readonly description: string }> | null };

export type WebhookDeliveriesQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhookDeliveriesQuery = { readonly webhookEndpoints: ReadonlyArray<{ readonly id: string, readonly deliveries: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly eventId: string, readonly eventType: string, readonly attempts: number, readonly status: WebhookDeliveryStatus, readonly lastAttemptAt: string | null, readonly nextAttemptAt: string | null, readonly responseStatus: number | null }> } }> | null };

export type CreateWebhookEndpointMutationVariables = Exact<{
  input: WebhookEndpointInput;
}>;


export type CreateWebhookEndpointMutation = { readonly createWebhookEndpoint:
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'WebhookEndpointCreated', readonly signingSecret: string, readonly endpoint: { readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string } }
   | null };

export type UpdateWebhookEndpointMutationVariables = Exact<{
  id: string;
  input: UpdateWebhookEndpointInput;
}>;


export type UpdateWebhookEndpointMutation = { readonly updateWebhookEndpoint:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'WebhookEndpoint', readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string }
   | null };

export type DeleteWebhookEndpointMutationVariables = Exact<{
  id: string;
}>;


export type DeleteWebhookEndpointMutation = { readonly deleteWebhookEndpoint:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'WebhookEndpoint', readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string }
   | null };

export type RotateWebhookSecretMutationVariables = Exact<{
  id: string;
  overlapSeconds: number;
}>;


export type RotateWebhookSecretMutation = { readonly rotateWebhookSecret:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'WebhookEndpointCreated', readonly signingSecret: string, readonly endpoint: { readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string } }
   | null };

export type SendTestWebhookMutationVariables = Exact<{
  endpointId: string;
}>;


export type SendTestWebhookMutation = { readonly sendTestWebhook:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'WebhookDelivery', readonly id: string, readonly eventId: string, readonly eventType: string, readonly attempts: number, readonly status: WebhookDeliveryStatus, readonly lastAttemptAt: string | null, readonly nextAttemptAt: string | null, readonly responseStatus: number | null }
   | null };

export type RedeliverWebhookMutationVariables = Exact<{
  deliveryId: string;
}>;


export type RedeliverWebhookMutation = { readonly redeliverWebhook:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'WebhookDelivery', readonly id: string, readonly eventId: string, readonly eventType: string, readonly attempts: number, readonly status: WebhookDeliveryStatus, readonly lastAttemptAt: string | null, readonly nextAttemptAt: string | null, readonly responseStatus: number | null }
   | null };

export type JobRowFragment = { readonly id: string, readonly queue: string, readonly state: JobState, readonly attempts: number, readonly attemptsMax: number, readonly createdAt: string, readonly startAfter: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly outcome: string | null };

export type JobListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  state?: JobState | null | undefined;
  queue?: string | null | undefined;
}>;


export type JobListQuery = { readonly jobs: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly queue: string, readonly state: JobState, readonly attempts: number, readonly attemptsMax: number, readonly createdAt: string, readonly startAfter: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly outcome: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type RetryJobMutationVariables = Exact<{
  id: string;
}>;


export type RetryJobMutation = { readonly retryJob:
    | { readonly __typename: 'Job', readonly id: string, readonly queue: string, readonly state: JobState, readonly attempts: number, readonly attemptsMax: number, readonly createdAt: string, readonly startAfter: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly outcome: string | null }
    | { readonly __typename: 'JobStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

export type RunJobMutationVariables = Exact<{
  queue: string;
}>;


export type RunJobMutation = { readonly runJob:
    | { readonly __typename: 'Job', readonly id: string, readonly queue: string, readonly state: JobState, readonly attempts: number, readonly attemptsMax: number, readonly createdAt: string, readonly startAfter: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly outcome: string | null }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

type Refusal_ConflictError_Fragment = { readonly currentVersion: number, readonly code: string, readonly message: string };

type Refusal_EmailTakenError_Fragment = { readonly code: string, readonly message: string };

type Refusal_IdempotencyKeyReusedError_Fragment = { readonly code: string, readonly message: string };

type Refusal_InsufficientStockError_Fragment = { readonly code: string, readonly message: string };

type Refusal_InvalidCredentialsError_Fragment = { readonly code: string, readonly message: string };

type Refusal_JobStateError_Fragment = { readonly code: string, readonly message: string };

type Refusal_NegativeStockError_Fragment = { readonly code: string, readonly message: string };

type Refusal_NotFoundError_Fragment = { readonly code: string, readonly message: string };

type Refusal_OrderStateError_Fragment = { readonly code: string, readonly message: string };

type Refusal_PaymentDeclinedError_Fragment = { readonly code: string, readonly message: string };

type Refusal_PriceChangedError_Fragment = { readonly code: string, readonly message: string };

type Refusal_RefundTooLargeError_Fragment = { readonly code: string, readonly message: string };

type Refusal_SessionEndedError_Fragment = { readonly code: string, readonly message: string };

type Refusal_TokenExpiredError_Fragment = { readonly code: string, readonly message: string };

type Refusal_UnknownProductError_Fragment = { readonly code: string, readonly message: string };

type Refusal_ValidationError_Fragment = { readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> };

export type RefusalFragment =
  | Refusal_ConflictError_Fragment
  | Refusal_EmailTakenError_Fragment
  | Refusal_IdempotencyKeyReusedError_Fragment
  | Refusal_InsufficientStockError_Fragment
  | Refusal_InvalidCredentialsError_Fragment
  | Refusal_JobStateError_Fragment
  | Refusal_NegativeStockError_Fragment
  | Refusal_NotFoundError_Fragment
  | Refusal_OrderStateError_Fragment
  | Refusal_PaymentDeclinedError_Fragment
  | Refusal_PriceChangedError_Fragment
  | Refusal_RefundTooLargeError_Fragment
  | Refusal_SessionEndedError_Fragment
  | Refusal_TokenExpiredError_Fragment
  | Refusal_UnknownProductError_Fragment
  | Refusal_ValidationError_Fragment
;

export type CancelOrderMutationVariables = Exact<{
  id: string;
  reason: string;
  expectedVersion?: number | null | undefined;
}>;


export type CancelOrderMutation = { readonly cancelOrder:
    | { readonly __typename: 'ConflictError', readonly currentVersion: number, readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly statusReason: string | null, readonly note: string | null, readonly allowedActions: ReadonlyArray<OrderAction>, readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly subtotal: { readonly amount: string, readonly currency: string }, readonly shipping: { readonly amount: string, readonly currency: string }, readonly tax: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number, readonly unitPrice: { readonly amount: string, readonly currency: string }, readonly total: { readonly amount: string, readonly currency: string } }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly reference: string | null, readonly amount: { readonly amount: string, readonly currency: string }, readonly captured: { readonly amount: string, readonly currency: string }, readonly refunded: { readonly amount: string, readonly currency: string } }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly trackingUrl: string | null, readonly shippedAt: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly timeline: ReadonlyArray<{ readonly id: string, readonly at: string, readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string, readonly note: string | null }>, readonly allocations: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly warehouse: { readonly code: string, readonly name: string } }> | null, readonly refusedActions: ReadonlyArray<{ readonly action: OrderAction, readonly reason: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type ShipOrderMutationVariables = Exact<{
  input: ShipOrderInput;
}>;


export type ShipOrderMutation = { readonly shipOrder:
    | { readonly __typename: 'ConflictError', readonly currentVersion: number, readonly code: string, readonly message: string }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'InsufficientStockError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly statusReason: string | null, readonly note: string | null, readonly allowedActions: ReadonlyArray<OrderAction>, readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly subtotal: { readonly amount: string, readonly currency: string }, readonly shipping: { readonly amount: string, readonly currency: string }, readonly tax: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number, readonly unitPrice: { readonly amount: string, readonly currency: string }, readonly total: { readonly amount: string, readonly currency: string } }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly reference: string | null, readonly amount: { readonly amount: string, readonly currency: string }, readonly captured: { readonly amount: string, readonly currency: string }, readonly refunded: { readonly amount: string, readonly currency: string } }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly trackingUrl: string | null, readonly shippedAt: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly timeline: ReadonlyArray<{ readonly id: string, readonly at: string, readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string, readonly note: string | null }>, readonly allocations: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly warehouse: { readonly code: string, readonly name: string } }> | null, readonly refusedActions: ReadonlyArray<{ readonly action: OrderAction, readonly reason: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type DeliverOrderMutationVariables = Exact<{
  id: string;
  shipmentId?: string | null | undefined;
  expectedVersion?: number | null | undefined;
}>;


export type DeliverOrderMutation = { readonly deliverOrder:
    | { readonly __typename: 'ConflictError', readonly currentVersion: number, readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly statusReason: string | null, readonly note: string | null, readonly allowedActions: ReadonlyArray<OrderAction>, readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly subtotal: { readonly amount: string, readonly currency: string }, readonly shipping: { readonly amount: string, readonly currency: string }, readonly tax: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number, readonly unitPrice: { readonly amount: string, readonly currency: string }, readonly total: { readonly amount: string, readonly currency: string } }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly reference: string | null, readonly amount: { readonly amount: string, readonly currency: string }, readonly captured: { readonly amount: string, readonly currency: string }, readonly refunded: { readonly amount: string, readonly currency: string } }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly trackingUrl: string | null, readonly shippedAt: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly timeline: ReadonlyArray<{ readonly id: string, readonly at: string, readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string, readonly note: string | null }>, readonly allocations: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly warehouse: { readonly code: string, readonly name: string } }> | null, readonly refusedActions: ReadonlyArray<{ readonly action: OrderAction, readonly reason: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
   | null };

export type RefundOrderMutationVariables = Exact<{
  input: RefundOrderInput;
}>;


export type RefundOrderMutation = { readonly refundOrder:
    | { readonly __typename: 'ConflictError', readonly currentVersion: number, readonly code: string, readonly message: string }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly statusReason: string | null, readonly note: string | null, readonly allowedActions: ReadonlyArray<OrderAction>, readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly subtotal: { readonly amount: string, readonly currency: string }, readonly shipping: { readonly amount: string, readonly currency: string }, readonly tax: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number, readonly unitPrice: { readonly amount: string, readonly currency: string }, readonly total: { readonly amount: string, readonly currency: string } }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly reference: string | null, readonly amount: { readonly amount: string, readonly currency: string }, readonly captured: { readonly amount: string, readonly currency: string }, readonly refunded: { readonly amount: string, readonly currency: string } }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly trackingUrl: string | null, readonly shippedAt: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly timeline: ReadonlyArray<{ readonly id: string, readonly at: string, readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string, readonly note: string | null }>, readonly allocations: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly warehouse: { readonly code: string, readonly name: string } }> | null, readonly refusedActions: ReadonlyArray<{ readonly action: OrderAction, readonly reason: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RefundTooLargeError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type ReviewOrderMutationVariables = Exact<{
  id: string;
  approve: boolean;
  note: string;
  expectedVersion?: number | null | undefined;
}>;


export type ReviewOrderMutation = { readonly reviewOrder:
    | { readonly __typename: 'ConflictError', readonly currentVersion: number, readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly statusReason: string | null, readonly note: string | null, readonly allowedActions: ReadonlyArray<OrderAction>, readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly subtotal: { readonly amount: string, readonly currency: string }, readonly shipping: { readonly amount: string, readonly currency: string }, readonly tax: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number, readonly unitPrice: { readonly amount: string, readonly currency: string }, readonly total: { readonly amount: string, readonly currency: string } }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly reference: string | null, readonly amount: { readonly amount: string, readonly currency: string }, readonly captured: { readonly amount: string, readonly currency: string }, readonly refunded: { readonly amount: string, readonly currency: string } }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly trackingUrl: string | null, readonly shippedAt: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly timeline: ReadonlyArray<{ readonly id: string, readonly at: string, readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string, readonly note: string | null }>, readonly allocations: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly warehouse: { readonly code: string, readonly name: string } }> | null, readonly refusedActions: ReadonlyArray<{ readonly action: OrderAction, readonly reason: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type ResolveOrderMutationVariables = Exact<{
  id: string;
  action: ResolveAction;
  note: string;
  expectedVersion?: number | null | undefined;
}>;


export type ResolveOrderMutation = { readonly resolveOrder:
    | { readonly __typename: 'ConflictError', readonly currentVersion: number, readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly statusReason: string | null, readonly note: string | null, readonly allowedActions: ReadonlyArray<OrderAction>, readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly subtotal: { readonly amount: string, readonly currency: string }, readonly shipping: { readonly amount: string, readonly currency: string }, readonly tax: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number, readonly unitPrice: { readonly amount: string, readonly currency: string }, readonly total: { readonly amount: string, readonly currency: string } }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly reference: string | null, readonly amount: { readonly amount: string, readonly currency: string }, readonly captured: { readonly amount: string, readonly currency: string }, readonly refunded: { readonly amount: string, readonly currency: string } }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly trackingUrl: string | null, readonly shippedAt: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly timeline: ReadonlyArray<{ readonly id: string, readonly at: string, readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string, readonly note: string | null }>, readonly allocations: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly warehouse: { readonly code: string, readonly name: string } }> | null, readonly refusedActions: ReadonlyArray<{ readonly action: OrderAction, readonly reason: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type OrderRowFragment = { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus }, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null };

export type OrderListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: OrderFilter | null | undefined;
}>;


export type OrderListQuery = { readonly orders: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus }, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OrderTotalQueryVariables = Exact<{
  filter?: OrderFilter | null | undefined;
}>;


export type OrderTotalQuery = { readonly orders: { readonly totalCount: number, readonly totalCountExact: boolean } | null };

export type OrdersChangedSubscriptionVariables = Exact<{
  filter?: OrderFilter | null | undefined;
}>;


export type OrdersChangedSubscription = { readonly ordersChanged: ReadonlyArray<{ readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus }, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null }> | null };

export type OrderDetailFragment = { readonly statusReason: string | null, readonly note: string | null, readonly allowedActions: ReadonlyArray<OrderAction>, readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly subtotal: { readonly amount: string, readonly currency: string }, readonly shipping: { readonly amount: string, readonly currency: string }, readonly tax: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number, readonly unitPrice: { readonly amount: string, readonly currency: string }, readonly total: { readonly amount: string, readonly currency: string } }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly reference: string | null, readonly amount: { readonly amount: string, readonly currency: string }, readonly captured: { readonly amount: string, readonly currency: string }, readonly refunded: { readonly amount: string, readonly currency: string } }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly trackingUrl: string | null, readonly shippedAt: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly timeline: ReadonlyArray<{ readonly id: string, readonly at: string, readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string, readonly note: string | null }>, readonly allocations: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly warehouse: { readonly code: string, readonly name: string } }> | null, readonly refusedActions: ReadonlyArray<{ readonly action: OrderAction, readonly reason: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null };

export type OrderPageQueryVariables = Exact<{
  id: string;
}>;


export type OrderPageQuery = { readonly order: { readonly statusReason: string | null, readonly note: string | null, readonly allowedActions: ReadonlyArray<OrderAction>, readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly subtotal: { readonly amount: string, readonly currency: string }, readonly shipping: { readonly amount: string, readonly currency: string }, readonly tax: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number, readonly unitPrice: { readonly amount: string, readonly currency: string }, readonly total: { readonly amount: string, readonly currency: string } }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly reference: string | null, readonly amount: { readonly amount: string, readonly currency: string }, readonly captured: { readonly amount: string, readonly currency: string }, readonly refunded: { readonly amount: string, readonly currency: string } }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly trackingUrl: string | null, readonly shippedAt: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly timeline: ReadonlyArray<{ readonly id: string, readonly at: string, readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string, readonly note: string | null }>, readonly allocations: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly warehouse: { readonly code: string, readonly name: string } }> | null, readonly refusedActions: ReadonlyArray<{ readonly action: OrderAction, readonly reason: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null } | null };

export type OrderByNumberQueryVariables = Exact<{
  number: string;
}>;


export type OrderByNumberQuery = { readonly orderByNumber: { readonly id: string, readonly number: string } | null };

export type OrderUpdatedSubscriptionVariables = Exact<{
  id: string;
}>;


export type OrderUpdatedSubscription = { readonly orderUpdated: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly updatedAt: string, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus }, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null } | null };

export type FailingWebhooksQueryVariables = Exact<{ [key: string]: never; }>;


export type FailingWebhooksQuery = { readonly webhookEndpoints: ReadonlyArray<{ readonly id: string, readonly url: string, readonly enabled: boolean, readonly disabledReason: string | null, readonly deliveries: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly status: WebhookDeliveryStatus, readonly responseStatus: number | null, readonly lastAttemptAt: string | null }> } }> | null };

export type OrderStatsQueryVariables = Exact<{
  from: string;
  to: string;
  bucket: StatsBucket;
  currency: string;
}>;


export type OrderStatsQuery = { readonly orderStats: ReadonlyArray<{ readonly at: string, readonly placed: number, readonly confirmed: number, readonly rejected: number, readonly cancelled: number, readonly decidedMsP50: number | null, readonly decidedMsP99: number | null, readonly revenue: { readonly amount: string, readonly currency: string } }> | null };

export type OwnAccountQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnAccountQuery = { readonly me: { readonly emailVerified: boolean, readonly createdAt: string, readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly language: Language } | null };

export type EnrolTotpMutationVariables = Exact<{
  password: string;
}>;


export type EnrolTotpMutation = { readonly enrolTotp: { readonly secret: string, readonly uri: string } | null };

export type ConfirmTotpMutationVariables = Exact<{
  code: string;
}>;


export type ConfirmTotpMutation = { readonly confirmTotp:
    | { readonly __typename: 'InvalidCredentialsError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RecoveryCodes', readonly codes: ReadonlyArray<string> }
   | null };

export type RemoveSecondFactorMutationVariables = Exact<{
  password: string;
  code: string;
}>;


export type RemoveSecondFactorMutation = { readonly removeSecondFactor: boolean | null };

export type ChangePasswordMutationVariables = Exact<{
  current: string;
  new: string;
}>;


export type ChangePasswordMutation = { readonly changePassword:
    | { readonly __typename: 'InvalidCredentialsError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly language: Language } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type DataExportRowFragment = { readonly id: string, readonly state: DataExportState, readonly createdAt: string, readonly expiresAt: string | null, readonly bytes: number | null, readonly path: string | null };

export type DataExportsQueryVariables = Exact<{ [key: string]: never; }>;


export type DataExportsQuery = { readonly dataExports: ReadonlyArray<{ readonly id: string, readonly state: DataExportState, readonly createdAt: string, readonly expiresAt: string | null, readonly bytes: number | null, readonly path: string | null }> | null };

export type RequestDataExportMutationVariables = Exact<{ [key: string]: never; }>;


export type RequestDataExportMutation = { readonly requestDataExport: { readonly id: string, readonly state: DataExportState, readonly createdAt: string, readonly expiresAt: string | null, readonly bytes: number | null, readonly path: string | null } | null };

export type ProductRowFragment = { readonly sku: string, readonly name: string, readonly active: boolean, readonly version: number, readonly available: number, readonly price: { readonly amount: string, readonly currency: string } };

export type StockOfProductFragment = { readonly sku: string, readonly stock: ReadonlyArray<{ readonly onHand: number, readonly reserved: number, readonly available: number, readonly reorderPoint: number, readonly warehouse: { readonly code: string, readonly name: string, readonly active: boolean } }> | null };

export type ProductListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: ProductFilter | null | undefined;
  sort?: ProductSort | null | undefined;
}>;


export type ProductListQuery = { readonly products: { readonly nodes: ReadonlyArray<{ readonly sku: string, readonly name: string, readonly active: boolean, readonly version: number, readonly available: number, readonly price: { readonly amount: string, readonly currency: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type LowStockQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type LowStockQuery = { readonly lowStock: { readonly nodes: ReadonlyArray<{ readonly sku: string, readonly name: string, readonly active: boolean, readonly version: number, readonly available: number, readonly price: { readonly amount: string, readonly currency: string }, readonly stock: ReadonlyArray<{ readonly onHand: number, readonly reserved: number, readonly available: number, readonly reorderPoint: number, readonly warehouse: { readonly code: string, readonly name: string, readonly active: boolean } }> | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ProductPageQueryVariables = Exact<{
  sku: string;
  withStock: boolean;
}>;


export type ProductPageQuery = { readonly product: { readonly description: string | null, readonly sku: string, readonly name: string, readonly active: boolean, readonly version: number, readonly available: number, readonly price: { readonly amount: string, readonly currency: string } } & { readonly sku?: string, readonly stock?: ReadonlyArray<{ readonly onHand: number, readonly reserved: number, readonly available: number, readonly reorderPoint: number, readonly warehouse: { readonly code: string, readonly name: string, readonly active: boolean } }> | null } | null };

export type DemandForecastQueryVariables = Exact<{
  sku: string;
}>;


export type DemandForecastQuery = { readonly product: { readonly sku: string, readonly demandForecast: ReadonlyArray<{ readonly date: string, readonly expected: number, readonly low: number, readonly high: number }> | null } | null };

export type StockMovementsQueryVariables = Exact<{
  sku: string;
  first: number;
  after?: string | null | undefined;
}>;


export type StockMovementsQuery = { readonly stockMovements: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly at: string, readonly kind: StockMovementKind, readonly onHandDelta: number, readonly reservedDelta: number, readonly reference: string | null, readonly warehouse: { readonly code: string, readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type AdjustStockMutationVariables = Exact<{
  input: ReadonlyArray<StockAdjustmentInput> | StockAdjustmentInput;
  idempotencyKey: string;
}>;


export type AdjustStockMutation = { readonly adjustStock:
    | { readonly __typename: 'AdjustStockPayload', readonly levels: ReadonlyArray<{ readonly onHand: number, readonly reserved: number }> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NegativeStockError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type UpdateProductMutationVariables = Exact<{
  input: UpdateProductInput;
}>;


export type UpdateProductMutation = { readonly updateProduct:
    | { readonly __typename: 'ConflictError', readonly currentVersion: number, readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Product', readonly description: string | null, readonly sku: string, readonly name: string, readonly active: boolean, readonly version: number, readonly available: number, readonly price: { readonly amount: string, readonly currency: string } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type SavedViewsQueryVariables = Exact<{
  list: string;
}>;


export type SavedViewsQuery = { readonly savedViews: ReadonlyArray<{ readonly id: string, readonly name: string, readonly query: string }> | null };

export type SaveViewMutationVariables = Exact<{
  input: SaveViewInput;
}>;


export type SaveViewMutation = { readonly saveView:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SavedView', readonly id: string, readonly name: string, readonly query: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type DeleteViewMutationVariables = Exact<{
  id: string;
}>;


export type DeleteViewMutation = { readonly deleteView:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SavedView', readonly id: string }
   | null };

export type SessionTokensFragment = { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly language: Language } };

export type ViewerFragment = { readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly language: Language };

export type SignInMutationVariables = Exact<{
  input: LoginInput;
}>;


export type SignInMutation = { readonly login:
    | { readonly __typename: 'InvalidCredentialsError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SecondFactorRequired', readonly challenge: string, readonly methods: ReadonlyArray<SecondFactorMethod>, readonly expiresAt: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly language: Language } }
   | null };

export type ConfirmSecondFactorMutationVariables = Exact<{
  challenge: string;
  method: SecondFactorMethod;
  code: string;
}>;


export type ConfirmSecondFactorMutation = { readonly confirmSecondFactor:
    | { readonly __typename: 'InvalidCredentialsError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly language: Language } }
   | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly me: { readonly id: string, readonly name: string, readonly email: string, readonly roles: ReadonlyArray<Role>, readonly language: Language } | null };

export type SignOutEverywhereMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutEverywhereMutation = { readonly logoutEverywhere: boolean | null };

export type WarehouseRowFragment = { readonly code: string, readonly name: string, readonly country: string, readonly active: boolean };

export type WarehouseListQueryVariables = Exact<{ [key: string]: never; }>;


export type WarehouseListQuery = { readonly warehouses: ReadonlyArray<{ readonly code: string, readonly name: string, readonly country: string, readonly active: boolean }> | null };

export type CreateWarehouseMutationVariables = Exact<{
  input: CreateWarehouseInput;
}>;


export type CreateWarehouseMutation = { readonly createWarehouse:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'Warehouse', readonly active: boolean }
   | null };

export type UpdateWarehouseMutationVariables = Exact<{
  input: UpdateWarehouseInput;
}>;


export type UpdateWarehouseMutation = { readonly updateWarehouse:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'Warehouse', readonly active: boolean }
   | null };

export type StockToCountQueryVariables = Exact<{
  skus: ReadonlyArray<string> | string;
  first: number;
}>;


export type StockToCountQuery = { readonly products: { readonly nodes: ReadonlyArray<{ readonly sku: string, readonly name: string, readonly stock: ReadonlyArray<{ readonly onHand: number, readonly reserved: number, readonly warehouse: { readonly code: string } }> | null }> } | null };

export type RecordStockCountMutationVariables = Exact<{
  input: ReadonlyArray<StockCountInput> | StockCountInput;
  idempotencyKey: string;
}>;


export type RecordStockCountMutation = { readonly recordStockCount:
    | { readonly __typename: 'AdjustStockPayload', readonly levels: ReadonlyArray<{ readonly onHand: number, readonly reserved: number }> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NegativeStockError', readonly sku: string, readonly onHand: number, readonly reserved: number, readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type SetReorderPointsMutationVariables = Exact<{
  input: ReadonlyArray<ReorderPointInput> | ReorderPointInput;
}>;


export type SetReorderPointsMutation = { readonly setReorderPoints: { readonly accepted: number, readonly rejected: ReadonlyArray<{ readonly code: string, readonly message: string }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AccountRowFragmentDoc = new TypedDocumentString(`
    fragment AccountRow on User {
  id
  name
  email
  roles
  createdAt
}
    `, {"fragmentName":"AccountRow"}) as unknown as TypedDocumentString<AccountRowFragment, unknown>;
export const FlagRowFragmentDoc = new TypedDocumentString(`
    fragment FlagRow on FeatureFlag {
  name
  description
  isOn
  override
  reason
  source
}
    `, {"fragmentName":"FlagRow"}) as unknown as TypedDocumentString<FlagRowFragment, unknown>;
export const KeyRowFragmentDoc = new TypedDocumentString(`
    fragment KeyRow on ApiKey {
  id
  name
  prefix
  scopes
  quotaPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
    `, {"fragmentName":"KeyRow"}) as unknown as TypedDocumentString<KeyRowFragment, unknown>;
export const EndpointRowFragmentDoc = new TypedDocumentString(`
    fragment EndpointRow on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}
    `, {"fragmentName":"EndpointRow"}) as unknown as TypedDocumentString<EndpointRowFragment, unknown>;
export const DeliveryRowFragmentDoc = new TypedDocumentString(`
    fragment DeliveryRow on WebhookDelivery {
  id
  eventId
  eventType
  attempts
  status
  lastAttemptAt
  nextAttemptAt
  responseStatus
}
    `, {"fragmentName":"DeliveryRow"}) as unknown as TypedDocumentString<DeliveryRowFragment, unknown>;
export const JobRowFragmentDoc = new TypedDocumentString(`
    fragment JobRow on Job {
  id
  queue
  state
  attempts
  attemptsMax
  createdAt
  startAfter
  startedAt
  finishedAt
  outcome
}
    `, {"fragmentName":"JobRow"}) as unknown as TypedDocumentString<JobRowFragment, unknown>;
export const RefusalFragmentDoc = new TypedDocumentString(`
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const OrderRowFragmentDoc = new TypedDocumentString(`
    fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}
    `, {"fragmentName":"OrderRow"}) as unknown as TypedDocumentString<OrderRowFragment, unknown>;
export const OrderDetailFragmentDoc = new TypedDocumentString(`
    fragment OrderDetail on Order {
  ...OrderRow
  statusReason
  note
  customer {
    id
    name
    email
  }
  subtotal {
    amount
    currency
  }
  shipping {
    amount
    currency
  }
  tax {
    amount
    currency
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    cancelledQuantity
    returnedQuantity
    unitPrice {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
  shippingAddress {
    recipient
    line1
    line2
    city
    region
    postalCode
    country
    phone
  }
  payment {
    status
    brand
    last4
    reference
    amount {
      amount
      currency
    }
    captured {
      amount
      currency
    }
    refunded {
      amount
      currency
    }
  }
  shipments {
    id
    carrier
    trackingCode
    trackingUrl
    shippedAt
    deliveredAt
    warehouse {
      code
      name
    }
    lines {
      sku
      quantity
    }
  }
  refunds {
    id
    status
    reason
    createdAt
    amount {
      amount
      currency
    }
    lines {
      sku
      quantity
      restocked
    }
  }
  timeline {
    id
    at
    type
    from
    to
    actor
    note
  }
  allocations {
    sku
    quantity
    warehouse {
      code
      name
    }
  }
  allowedActions
  refusedActions {
    action
    reason
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}`, {"fragmentName":"OrderDetail"}) as unknown as TypedDocumentString<OrderDetailFragment, unknown>;
export const DataExportRowFragmentDoc = new TypedDocumentString(`
    fragment DataExportRow on DataExport {
  id
  state
  createdAt
  expiresAt
  bytes
  path
}
    `, {"fragmentName":"DataExportRow"}) as unknown as TypedDocumentString<DataExportRowFragment, unknown>;
export const ProductRowFragmentDoc = new TypedDocumentString(`
    fragment ProductRow on Product {
  sku
  name
  active
  version
  available
  price {
    amount
    currency
  }
}
    `, {"fragmentName":"ProductRow"}) as unknown as TypedDocumentString<ProductRowFragment, unknown>;
export const StockOfProductFragmentDoc = new TypedDocumentString(`
    fragment StockOfProduct on Product {
  sku
  stock {
    onHand
    reserved
    available
    reorderPoint
    warehouse {
      code
      name
      active
    }
  }
}
    `, {"fragmentName":"StockOfProduct"}) as unknown as TypedDocumentString<StockOfProductFragment, unknown>;
export const ViewerFragmentDoc = new TypedDocumentString(`
    fragment Viewer on User {
  id
  name
  email
  roles
  language
}
    `, {"fragmentName":"Viewer"}) as unknown as TypedDocumentString<ViewerFragment, unknown>;
export const SessionTokensFragmentDoc = new TypedDocumentString(`
    fragment SessionTokens on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  deviceToken
  user {
    ...Viewer
  }
}
    fragment Viewer on User {
  id
  name
  email
  roles
  language
}`, {"fragmentName":"SessionTokens"}) as unknown as TypedDocumentString<SessionTokensFragment, unknown>;
export const WarehouseRowFragmentDoc = new TypedDocumentString(`
    fragment WarehouseRow on Warehouse {
  code
  name
  country
  active
}
    `, {"fragmentName":"WarehouseRow"}) as unknown as TypedDocumentString<WarehouseRowFragment, unknown>;
export const AccountListDocument = new TypedDocumentString(`
    query AccountList($first: Int!, $after: String, $search: String) {
  users(first: $first, after: $after, search: $search) {
    nodes {
      ...AccountRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment AccountRow on User {
  id
  name
  email
  roles
  createdAt
}`) as unknown as TypedDocumentString<AccountListQuery, AccountListQueryVariables>;
export const AccountPageDocument = new TypedDocumentString(`
    query AccountPage($id: ID!) {
  user(id: $id) {
    ...AccountRow
    emailVerified
    language
    addresses {
      id
      label
      recipient
      line1
      line2
      postalCode
      city
      country
    }
    orders(first: 10) {
      nodes {
        ...OrderRow
      }
    }
  }
}
    fragment AccountRow on User {
  id
  name
  email
  roles
  createdAt
}
fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}`) as unknown as TypedDocumentString<AccountPageQuery, AccountPageQueryVariables>;
export const AssignRolesDocument = new TypedDocumentString(`
    mutation AssignRoles($userId: ID!, $roles: [Role!]!) {
  assignRoles(userId: $userId, roles: $roles) {
    __typename
    ...AccountRow
    ...Refusal
  }
}
    fragment AccountRow on User {
  id
  name
  email
  roles
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<AssignRolesMutation, AssignRolesMutationVariables>;
export const LockAccountDocument = new TypedDocumentString(`
    mutation LockAccount($userId: ID!, $reason: String!) {
  lockAccount(userId: $userId, reason: $reason) {
    __typename
    ...AccountRow
    ...Refusal
  }
}
    fragment AccountRow on User {
  id
  name
  email
  roles
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<LockAccountMutation, LockAccountMutationVariables>;
export const UnlockAccountDocument = new TypedDocumentString(`
    mutation UnlockAccount($userId: ID!, $reason: String!) {
  unlockAccount(userId: $userId, reason: $reason) {
    __typename
    ...AccountRow
    ...Refusal
  }
}
    fragment AccountRow on User {
  id
  name
  email
  roles
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<UnlockAccountMutation, UnlockAccountMutationVariables>;
export const EndSessionsDocument = new TypedDocumentString(`
    mutation EndSessions($userId: ID!) {
  endSessions(userId: $userId) {
    __typename
    ...AccountRow
    ...Refusal
  }
}
    fragment AccountRow on User {
  id
  name
  email
  roles
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<EndSessionsMutation, EndSessionsMutationVariables>;
export const ResetSecondFactorDocument = new TypedDocumentString(`
    mutation ResetSecondFactor($userId: ID!, $reason: String!) {
  resetSecondFactor(userId: $userId, reason: $reason) {
    __typename
    ...AccountRow
    ...Refusal
  }
}
    fragment AccountRow on User {
  id
  name
  email
  roles
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<ResetSecondFactorMutation, ResetSecondFactorMutationVariables>;
export const AuditLogDocument = new TypedDocumentString(`
    query AuditLog($first: Int!, $after: String, $subject: String, $actor: String) {
  auditLog(first: $first, after: $after, subject: $subject, actor: $actor) {
    nodes {
      id
      at
      actor
      action
      subject
      detail
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AuditLogQuery, AuditLogQueryVariables>;
export const BulkPreviewDocument = new TypedDocumentString(`
    query BulkPreview($action: BulkOrderAction!, $selection: OrderSelection!) {
  bulkActionPreview(action: $action, selection: $selection) {
    total
    isTooMany
    possible
  }
}
    `) as unknown as TypedDocumentString<BulkPreviewQuery, BulkPreviewQueryVariables>;
export const StartBulkActionDocument = new TypedDocumentString(`
    mutation StartBulkAction($input: StartBulkActionInput!) {
  startBulkAction(input: $input) {
    __typename
    ... on BulkAction {
      id
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<StartBulkActionMutation, StartBulkActionMutationVariables>;
export const StopBulkActionDocument = new TypedDocumentString(`
    mutation StopBulkAction($id: ID!) {
  stopBulkAction(id: $id) {
    __typename
    ... on BulkAction {
      id
      state
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<StopBulkActionMutation, StopBulkActionMutationVariables>;
export const BulkActionPageDocument = new TypedDocumentString(`
    query BulkActionPage($id: ID!, $after: String, $state: BulkItemState) {
  bulkAction(id: $id) {
    id
    action
    reason
    total
    succeeded
    failed
    createdAt
    finishedAt
    state
    items(first: 50, after: $after, state: $state) {
      nodes {
        state
        code
        message
        order {
          id
          number
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BulkActionPageQuery, BulkActionPageQueryVariables>;
export const BulkActionsDocument = new TypedDocumentString(`
    query BulkActions($first: Int!, $after: String) {
  bulkActions(first: $first, after: $after) {
    nodes {
      id
      action
      reason
      total
      succeeded
      failed
      createdAt
      state
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<BulkActionsQuery, BulkActionsQueryVariables>;
export const ExportOrdersDocument = new TypedDocumentString(`
    query ExportOrders($filter: OrderFilter, $after: String) {
  exportOrders(filter: $filter, after: $after) {
    csv
    orders
    endCursor
    isCut
  }
}
    `) as unknown as TypedDocumentString<ExportOrdersQuery, ExportOrdersQueryVariables>;
export const FeatureFlagsDocument = new TypedDocumentString(`
    query FeatureFlags {
  featureFlags {
    ...FlagRow
  }
}
    fragment FlagRow on FeatureFlag {
  name
  description
  isOn
  override
  reason
  source
}`) as unknown as TypedDocumentString<FeatureFlagsQuery, FeatureFlagsQueryVariables>;
export const SetFeatureFlagDocument = new TypedDocumentString(`
    mutation SetFeatureFlag($name: String!, $isOn: Boolean!) {
  setFeatureFlag(name: $name, isOn: $isOn) {
    __typename
    ...FlagRow
    ...Refusal
  }
}
    fragment FlagRow on FeatureFlag {
  name
  description
  isOn
  override
  reason
  source
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<SetFeatureFlagMutation, SetFeatureFlagMutationVariables>;
export const ResetFeatureFlagDocument = new TypedDocumentString(`
    mutation ResetFeatureFlag($name: String!) {
  resetFeatureFlag(name: $name) {
    __typename
    ...FlagRow
    ...Refusal
  }
}
    fragment FlagRow on FeatureFlag {
  name
  description
  isOn
  override
  reason
  source
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<ResetFeatureFlagMutation, ResetFeatureFlagMutationVariables>;
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys {
  apiKeys {
    ...KeyRow
  }
}
    fragment KeyRow on ApiKey {
  id
  name
  prefix
  scopes
  quotaPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const ApiKeyRequestsDocument = new TypedDocumentString(`
    query ApiKeyRequests {
  apiKeys {
    id
    requests(first: 20) {
      at
      requestId
      operation
      outcome
      status
      durationMs
    }
  }
}
    `) as unknown as TypedDocumentString<ApiKeyRequestsQuery, ApiKeyRequestsQueryVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    __typename
    ... on ApiKeyCreated {
      secret
      apiKey {
        ...KeyRow
      }
    }
    ...Refusal
  }
}
    fragment KeyRow on ApiKey {
  id
  name
  prefix
  scopes
  quotaPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RotateApiKeyDocument = new TypedDocumentString(`
    mutation RotateApiKey($id: ID!, $overlapSeconds: Int!) {
  rotateApiKey(id: $id, overlapSeconds: $overlapSeconds) {
    __typename
    ... on ApiKeyCreated {
      secret
      apiKey {
        ...KeyRow
      }
    }
    ...Refusal
  }
}
    fragment KeyRow on ApiKey {
  id
  name
  prefix
  scopes
  quotaPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($id: ID!) {
  revokeApiKey(id: $id) {
    __typename
    ...KeyRow
    ...Refusal
  }
}
    fragment KeyRow on ApiKey {
  id
  name
  prefix
  scopes
  quotaPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const WebhookEndpointsDocument = new TypedDocumentString(`
    query WebhookEndpoints {
  webhookEndpoints {
    ...EndpointRow
  }
  webhookEventTypes {
    name
    description
  }
}
    fragment EndpointRow on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}`) as unknown as TypedDocumentString<WebhookEndpointsQuery, WebhookEndpointsQueryVariables>;
export const WebhookDeliveriesDocument = new TypedDocumentString(`
    query WebhookDeliveries {
  webhookEndpoints {
    id
    deliveries(first: 20) {
      nodes {
        ...DeliveryRow
      }
    }
  }
}
    fragment DeliveryRow on WebhookDelivery {
  id
  eventId
  eventType
  attempts
  status
  lastAttemptAt
  nextAttemptAt
  responseStatus
}`) as unknown as TypedDocumentString<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables>;
export const CreateWebhookEndpointDocument = new TypedDocumentString(`
    mutation CreateWebhookEndpoint($input: WebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    __typename
    ... on WebhookEndpointCreated {
      signingSecret
      endpoint {
        ...EndpointRow
      }
    }
    ...Refusal
  }
}
    fragment EndpointRow on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<CreateWebhookEndpointMutation, CreateWebhookEndpointMutationVariables>;
export const UpdateWebhookEndpointDocument = new TypedDocumentString(`
    mutation UpdateWebhookEndpoint($id: ID!, $input: UpdateWebhookEndpointInput!) {
  updateWebhookEndpoint(id: $id, input: $input) {
    __typename
    ...EndpointRow
    ...Refusal
  }
}
    fragment EndpointRow on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<UpdateWebhookEndpointMutation, UpdateWebhookEndpointMutationVariables>;
export const DeleteWebhookEndpointDocument = new TypedDocumentString(`
    mutation DeleteWebhookEndpoint($id: ID!) {
  deleteWebhookEndpoint(id: $id) {
    __typename
    ...EndpointRow
    ...Refusal
  }
}
    fragment EndpointRow on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<DeleteWebhookEndpointMutation, DeleteWebhookEndpointMutationVariables>;
export const RotateWebhookSecretDocument = new TypedDocumentString(`
    mutation RotateWebhookSecret($id: ID!, $overlapSeconds: Int!) {
  rotateWebhookSecret(id: $id, overlapSeconds: $overlapSeconds) {
    __typename
    ... on WebhookEndpointCreated {
      signingSecret
      endpoint {
        ...EndpointRow
      }
    }
    ...Refusal
  }
}
    fragment EndpointRow on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const SendTestWebhookDocument = new TypedDocumentString(`
    mutation SendTestWebhook($endpointId: ID!) {
  sendTestWebhook(endpointId: $endpointId) {
    __typename
    ...DeliveryRow
    ...Refusal
  }
}
    fragment DeliveryRow on WebhookDelivery {
  id
  eventId
  eventType
  attempts
  status
  lastAttemptAt
  nextAttemptAt
  responseStatus
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<SendTestWebhookMutation, SendTestWebhookMutationVariables>;
export const RedeliverWebhookDocument = new TypedDocumentString(`
    mutation RedeliverWebhook($deliveryId: ID!) {
  redeliverWebhook(deliveryId: $deliveryId) {
    __typename
    ...DeliveryRow
    ...Refusal
  }
}
    fragment DeliveryRow on WebhookDelivery {
  id
  eventId
  eventType
  attempts
  status
  lastAttemptAt
  nextAttemptAt
  responseStatus
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<RedeliverWebhookMutation, RedeliverWebhookMutationVariables>;
export const JobListDocument = new TypedDocumentString(`
    query JobList($first: Int!, $after: String, $state: JobState, $queue: String) {
  jobs(first: $first, after: $after, state: $state, queue: $queue) {
    nodes {
      ...JobRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment JobRow on Job {
  id
  queue
  state
  attempts
  attemptsMax
  createdAt
  startAfter
  startedAt
  finishedAt
  outcome
}`) as unknown as TypedDocumentString<JobListQuery, JobListQueryVariables>;
export const RetryJobDocument = new TypedDocumentString(`
    mutation RetryJob($id: ID!) {
  retryJob(id: $id) {
    __typename
    ...JobRow
    ...Refusal
  }
}
    fragment JobRow on Job {
  id
  queue
  state
  attempts
  attemptsMax
  createdAt
  startAfter
  startedAt
  finishedAt
  outcome
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<RetryJobMutation, RetryJobMutationVariables>;
export const RunJobDocument = new TypedDocumentString(`
    mutation RunJob($queue: String!) {
  runJob(queue: $queue) {
    __typename
    ...JobRow
    ...Refusal
  }
}
    fragment JobRow on Job {
  id
  queue
  state
  attempts
  attemptsMax
  createdAt
  startAfter
  startedAt
  finishedAt
  outcome
}
fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<RunJobMutation, RunJobMutationVariables>;
export const CancelOrderDocument = new TypedDocumentString(`
    mutation CancelOrder($id: ID!, $reason: String!, $expectedVersion: Int) {
  cancelOrder(id: $id, reason: $reason, expectedVersion: $expectedVersion) {
    __typename
    ...OrderDetail
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}
fragment OrderDetail on Order {
  ...OrderRow
  statusReason
  note
  customer {
    id
    name
    email
  }
  subtotal {
    amount
    currency
  }
  shipping {
    amount
    currency
  }
  tax {
    amount
    currency
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    cancelledQuantity
    returnedQuantity
    unitPrice {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
  shippingAddress {
    recipient
    line1
    line2
    city
    region
    postalCode
    country
    phone
  }
  payment {
    status
    brand
    last4
    reference
    amount {
      amount
      currency
    }
    captured {
      amount
      currency
    }
    refunded {
      amount
      currency
    }
  }
  shipments {
    id
    carrier
    trackingCode
    trackingUrl
    shippedAt
    deliveredAt
    warehouse {
      code
      name
    }
    lines {
      sku
      quantity
    }
  }
  refunds {
    id
    status
    reason
    createdAt
    amount {
      amount
      currency
    }
    lines {
      sku
      quantity
      restocked
    }
  }
  timeline {
    id
    at
    type
    from
    to
    actor
    note
  }
  allocations {
    sku
    quantity
    warehouse {
      code
      name
    }
  }
  allowedActions
  refusedActions {
    action
    reason
  }
}`) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const ShipOrderDocument = new TypedDocumentString(`
    mutation ShipOrder($input: ShipOrderInput!) {
  shipOrder(input: $input) {
    __typename
    ...OrderDetail
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}
fragment OrderDetail on Order {
  ...OrderRow
  statusReason
  note
  customer {
    id
    name
    email
  }
  subtotal {
    amount
    currency
  }
  shipping {
    amount
    currency
  }
  tax {
    amount
    currency
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    cancelledQuantity
    returnedQuantity
    unitPrice {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
  shippingAddress {
    recipient
    line1
    line2
    city
    region
    postalCode
    country
    phone
  }
  payment {
    status
    brand
    last4
    reference
    amount {
      amount
      currency
    }
    captured {
      amount
      currency
    }
    refunded {
      amount
      currency
    }
  }
  shipments {
    id
    carrier
    trackingCode
    trackingUrl
    shippedAt
    deliveredAt
    warehouse {
      code
      name
    }
    lines {
      sku
      quantity
    }
  }
  refunds {
    id
    status
    reason
    createdAt
    amount {
      amount
      currency
    }
    lines {
      sku
      quantity
      restocked
    }
  }
  timeline {
    id
    at
    type
    from
    to
    actor
    note
  }
  allocations {
    sku
    quantity
    warehouse {
      code
      name
    }
  }
  allowedActions
  refusedActions {
    action
    reason
  }
}`) as unknown as TypedDocumentString<ShipOrderMutation, ShipOrderMutationVariables>;
export const DeliverOrderDocument = new TypedDocumentString(`
    mutation DeliverOrder($id: ID!, $shipmentId: ID, $expectedVersion: Int) {
  deliverOrder(
    id: $id
    shipmentId: $shipmentId
    expectedVersion: $expectedVersion
  ) {
    __typename
    ...OrderDetail
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}
fragment OrderDetail on Order {
  ...OrderRow
  statusReason
  note
  customer {
    id
    name
    email
  }
  subtotal {
    amount
    currency
  }
  shipping {
    amount
    currency
  }
  tax {
    amount
    currency
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    cancelledQuantity
    returnedQuantity
    unitPrice {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
  shippingAddress {
    recipient
    line1
    line2
    city
    region
    postalCode
    country
    phone
  }
  payment {
    status
    brand
    last4
    reference
    amount {
      amount
      currency
    }
    captured {
      amount
      currency
    }
    refunded {
      amount
      currency
    }
  }
  shipments {
    id
    carrier
    trackingCode
    trackingUrl
    shippedAt
    deliveredAt
    warehouse {
      code
      name
    }
    lines {
      sku
      quantity
    }
  }
  refunds {
    id
    status
    reason
    createdAt
    amount {
      amount
      currency
    }
    lines {
      sku
      quantity
      restocked
    }
  }
  timeline {
    id
    at
    type
    from
    to
    actor
    note
  }
  allocations {
    sku
    quantity
    warehouse {
      code
      name
    }
  }
  allowedActions
  refusedActions {
    action
    reason
  }
}`) as unknown as TypedDocumentString<DeliverOrderMutation, DeliverOrderMutationVariables>;
export const RefundOrderDocument = new TypedDocumentString(`
    mutation RefundOrder($input: RefundOrderInput!) {
  refundOrder(input: $input) {
    __typename
    ...OrderDetail
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}
fragment OrderDetail on Order {
  ...OrderRow
  statusReason
  note
  customer {
    id
    name
    email
  }
  subtotal {
    amount
    currency
  }
  shipping {
    amount
    currency
  }
  tax {
    amount
    currency
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    cancelledQuantity
    returnedQuantity
    unitPrice {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
  shippingAddress {
    recipient
    line1
    line2
    city
    region
    postalCode
    country
    phone
  }
  payment {
    status
    brand
    last4
    reference
    amount {
      amount
      currency
    }
    captured {
      amount
      currency
    }
    refunded {
      amount
      currency
    }
  }
  shipments {
    id
    carrier
    trackingCode
    trackingUrl
    shippedAt
    deliveredAt
    warehouse {
      code
      name
    }
    lines {
      sku
      quantity
    }
  }
  refunds {
    id
    status
    reason
    createdAt
    amount {
      amount
      currency
    }
    lines {
      sku
      quantity
      restocked
    }
  }
  timeline {
    id
    at
    type
    from
    to
    actor
    note
  }
  allocations {
    sku
    quantity
    warehouse {
      code
      name
    }
  }
  allowedActions
  refusedActions {
    action
    reason
  }
}`) as unknown as TypedDocumentString<RefundOrderMutation, RefundOrderMutationVariables>;
export const ReviewOrderDocument = new TypedDocumentString(`
    mutation ReviewOrder($id: ID!, $approve: Boolean!, $note: String!, $expectedVersion: Int) {
  reviewOrder(
    id: $id
    approve: $approve
    note: $note
    expectedVersion: $expectedVersion
  ) {
    __typename
    ...OrderDetail
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}
fragment OrderDetail on Order {
  ...OrderRow
  statusReason
  note
  customer {
    id
    name
    email
  }
  subtotal {
    amount
    currency
  }
  shipping {
    amount
    currency
  }
  tax {
    amount
    currency
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    cancelledQuantity
    returnedQuantity
    unitPrice {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
  shippingAddress {
    recipient
    line1
    line2
    city
    region
    postalCode
    country
    phone
  }
  payment {
    status
    brand
    last4
    reference
    amount {
      amount
      currency
    }
    captured {
      amount
      currency
    }
    refunded {
      amount
      currency
    }
  }
  shipments {
    id
    carrier
    trackingCode
    trackingUrl
    shippedAt
    deliveredAt
    warehouse {
      code
      name
    }
    lines {
      sku
      quantity
    }
  }
  refunds {
    id
    status
    reason
    createdAt
    amount {
      amount
      currency
    }
    lines {
      sku
      quantity
      restocked
    }
  }
  timeline {
    id
    at
    type
    from
    to
    actor
    note
  }
  allocations {
    sku
    quantity
    warehouse {
      code
      name
    }
  }
  allowedActions
  refusedActions {
    action
    reason
  }
}`) as unknown as TypedDocumentString<ReviewOrderMutation, ReviewOrderMutationVariables>;
export const ResolveOrderDocument = new TypedDocumentString(`
    mutation ResolveOrder($id: ID!, $action: ResolveAction!, $note: String!, $expectedVersion: Int) {
  resolveOrder(
    id: $id
    action: $action
    note: $note
    expectedVersion: $expectedVersion
  ) {
    __typename
    ...OrderDetail
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}
fragment OrderDetail on Order {
  ...OrderRow
  statusReason
  note
  customer {
    id
    name
    email
  }
  subtotal {
    amount
    currency
  }
  shipping {
    amount
    currency
  }
  tax {
    amount
    currency
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    cancelledQuantity
    returnedQuantity
    unitPrice {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
  shippingAddress {
    recipient
    line1
    line2
    city
    region
    postalCode
    country
    phone
  }
  payment {
    status
    brand
    last4
    reference
    amount {
      amount
      currency
    }
    captured {
      amount
      currency
    }
    refunded {
      amount
      currency
    }
  }
  shipments {
    id
    carrier
    trackingCode
    trackingUrl
    shippedAt
    deliveredAt
    warehouse {
      code
      name
    }
    lines {
      sku
      quantity
    }
  }
  refunds {
    id
    status
    reason
    createdAt
    amount {
      amount
      currency
    }
    lines {
      sku
      quantity
      restocked
    }
  }
  timeline {
    id
    at
    type
    from
    to
    actor
    note
  }
  allocations {
    sku
    quantity
    warehouse {
      code
      name
    }
  }
  allowedActions
  refusedActions {
    action
    reason
  }
}`) as unknown as TypedDocumentString<ResolveOrderMutation, ResolveOrderMutationVariables>;
export const OrderListDocument = new TypedDocumentString(`
    query OrderList($first: Int!, $after: String, $filter: OrderFilter) {
  orders(first: $first, after: $after, filter: $filter) {
    nodes {
      ...OrderRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}`) as unknown as TypedDocumentString<OrderListQuery, OrderListQueryVariables>;
export const OrderTotalDocument = new TypedDocumentString(`
    query OrderTotal($filter: OrderFilter) {
  orders(first: 1, filter: $filter) {
    totalCount
    totalCountExact
  }
}
    `) as unknown as TypedDocumentString<OrderTotalQuery, OrderTotalQueryVariables>;
export const OrdersChangedDocument = new TypedDocumentString(`
    subscription OrdersChanged($filter: OrderFilter) {
  ordersChanged(filter: $filter) {
    ...OrderRow
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}`) as unknown as TypedDocumentString<OrdersChangedSubscription, OrdersChangedSubscriptionVariables>;
export const OrderPageDocument = new TypedDocumentString(`
    query OrderPage($id: ID!) {
  order(id: $id) {
    ...OrderDetail
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}
fragment OrderDetail on Order {
  ...OrderRow
  statusReason
  note
  customer {
    id
    name
    email
  }
  subtotal {
    amount
    currency
  }
  shipping {
    amount
    currency
  }
  tax {
    amount
    currency
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    cancelledQuantity
    returnedQuantity
    unitPrice {
      amount
      currency
    }
    total {
      amount
      currency
    }
  }
  shippingAddress {
    recipient
    line1
    line2
    city
    region
    postalCode
    country
    phone
  }
  payment {
    status
    brand
    last4
    reference
    amount {
      amount
      currency
    }
    captured {
      amount
      currency
    }
    refunded {
      amount
      currency
    }
  }
  shipments {
    id
    carrier
    trackingCode
    trackingUrl
    shippedAt
    deliveredAt
    warehouse {
      code
      name
    }
    lines {
      sku
      quantity
    }
  }
  refunds {
    id
    status
    reason
    createdAt
    amount {
      amount
      currency
    }
    lines {
      sku
      quantity
      restocked
    }
  }
  timeline {
    id
    at
    type
    from
    to
    actor
    note
  }
  allocations {
    sku
    quantity
    warehouse {
      code
      name
    }
  }
  allowedActions
  refusedActions {
    action
    reason
  }
}`) as unknown as TypedDocumentString<OrderPageQuery, OrderPageQueryVariables>;
export const OrderByNumberDocument = new TypedDocumentString(`
    query OrderByNumber($number: String!) {
  orderByNumber(number: $number) {
    id
    number
  }
}
    `) as unknown as TypedDocumentString<OrderByNumberQuery, OrderByNumberQueryVariables>;
export const OrderUpdatedDocument = new TypedDocumentString(`
    subscription OrderUpdated($id: ID!) {
  orderUpdated(id: $id) {
    ...OrderRow
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  version
  placedAt
  updatedAt
  total {
    amount
    currency
  }
  payment {
    status
  }
  shippingAddress {
    recipient
    city
    country
  }
  attention {
    since
    step
    reason
  }
}`) as unknown as TypedDocumentString<OrderUpdatedSubscription, OrderUpdatedSubscriptionVariables>;
export const FailingWebhooksDocument = new TypedDocumentString(`
    query FailingWebhooks {
  webhookEndpoints {
    id
    url
    enabled
    disabledReason
    deliveries(first: 10) {
      nodes {
        id
        status
        responseStatus
        lastAttemptAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FailingWebhooksQuery, FailingWebhooksQueryVariables>;
export const OrderStatsDocument = new TypedDocumentString(`
    query OrderStats($from: DateTime!, $to: DateTime!, $bucket: StatsBucket!, $currency: Currency!) {
  orderStats(from: $from, to: $to, bucket: $bucket, currency: $currency) {
    at
    placed
    confirmed
    rejected
    cancelled
    revenue {
      amount
      currency
    }
    decidedMsP50
    decidedMsP99
  }
}
    `) as unknown as TypedDocumentString<OrderStatsQuery, OrderStatsQueryVariables>;
export const OwnAccountDocument = new TypedDocumentString(`
    query OwnAccount {
  me {
    ...Viewer
    emailVerified
    createdAt
  }
}
    fragment Viewer on User {
  id
  name
  email
  roles
  language
}`) as unknown as TypedDocumentString<OwnAccountQuery, OwnAccountQueryVariables>;
export const EnrolTotpDocument = new TypedDocumentString(`
    mutation EnrolTotp($password: String!) {
  enrolTotp(password: $password) {
    secret
    uri
  }
}
    `) as unknown as TypedDocumentString<EnrolTotpMutation, EnrolTotpMutationVariables>;
export const ConfirmTotpDocument = new TypedDocumentString(`
    mutation ConfirmTotp($code: String!) {
  confirmTotp(code: $code) {
    __typename
    ... on RecoveryCodes {
      codes
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<ConfirmTotpMutation, ConfirmTotpMutationVariables>;
export const RemoveSecondFactorDocument = new TypedDocumentString(`
    mutation RemoveSecondFactor($password: String!, $code: String!) {
  removeSecondFactor(password: $password, code: $code)
}
    `) as unknown as TypedDocumentString<RemoveSecondFactorMutation, RemoveSecondFactorMutationVariables>;
export const ChangePasswordDocument = new TypedDocumentString(`
    mutation ChangePassword($current: String!, $new: String!) {
  changePassword(current: $current, new: $new) {
    __typename
    ...SessionTokens
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
fragment SessionTokens on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  deviceToken
  user {
    ...Viewer
  }
}
fragment Viewer on User {
  id
  name
  email
  roles
  language
}`) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const DataExportsDocument = new TypedDocumentString(`
    query DataExports {
  dataExports {
    ...DataExportRow
  }
}
    fragment DataExportRow on DataExport {
  id
  state
  createdAt
  expiresAt
  bytes
  path
}`) as unknown as TypedDocumentString<DataExportsQuery, DataExportsQueryVariables>;
export const RequestDataExportDocument = new TypedDocumentString(`
    mutation RequestDataExport {
  requestDataExport {
    ...DataExportRow
  }
}
    fragment DataExportRow on DataExport {
  id
  state
  createdAt
  expiresAt
  bytes
  path
}`) as unknown as TypedDocumentString<RequestDataExportMutation, RequestDataExportMutationVariables>;
export const ProductListDocument = new TypedDocumentString(`
    query ProductList($first: Int!, $after: String, $filter: ProductFilter, $sort: ProductSort) {
  products(first: $first, after: $after, filter: $filter, sort: $sort) {
    nodes {
      ...ProductRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ProductRow on Product {
  sku
  name
  active
  version
  available
  price {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<ProductListQuery, ProductListQueryVariables>;
export const LowStockDocument = new TypedDocumentString(`
    query LowStock($first: Int!, $after: String) {
  lowStock(first: $first, after: $after) {
    nodes {
      ...ProductRow
      ...StockOfProduct
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ProductRow on Product {
  sku
  name
  active
  version
  available
  price {
    amount
    currency
  }
}
fragment StockOfProduct on Product {
  sku
  stock {
    onHand
    reserved
    available
    reorderPoint
    warehouse {
      code
      name
      active
    }
  }
}`) as unknown as TypedDocumentString<LowStockQuery, LowStockQueryVariables>;
export const ProductPageDocument = new TypedDocumentString(`
    query ProductPage($sku: ID!, $withStock: Boolean!) {
  product(sku: $sku) {
    ...ProductRow
    description
    ...StockOfProduct @include(if: $withStock)
  }
}
    fragment ProductRow on Product {
  sku
  name
  active
  version
  available
  price {
    amount
    currency
  }
}
fragment StockOfProduct on Product {
  sku
  stock {
    onHand
    reserved
    available
    reorderPoint
    warehouse {
      code
      name
      active
    }
  }
}`) as unknown as TypedDocumentString<ProductPageQuery, ProductPageQueryVariables>;
export const DemandForecastDocument = new TypedDocumentString(`
    query DemandForecast($sku: ID!) {
  product(sku: $sku) {
    sku
    demandForecast {
      date
      expected
      low
      high
    }
  }
}
    `) as unknown as TypedDocumentString<DemandForecastQuery, DemandForecastQueryVariables>;
export const StockMovementsDocument = new TypedDocumentString(`
    query StockMovements($sku: ID!, $first: Int!, $after: String) {
  stockMovements(sku: $sku, first: $first, after: $after) {
    nodes {
      id
      at
      kind
      onHandDelta
      reservedDelta
      reference
      warehouse {
        code
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<StockMovementsQuery, StockMovementsQueryVariables>;
export const AdjustStockDocument = new TypedDocumentString(`
    mutation AdjustStock($input: [StockAdjustmentInput!]!, $idempotencyKey: String!) {
  adjustStock(input: $input, idempotencyKey: $idempotencyKey) {
    __typename
    ... on AdjustStockPayload {
      levels {
        onHand
        reserved
      }
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<AdjustStockMutation, AdjustStockMutationVariables>;
export const UpdateProductDocument = new TypedDocumentString(`
    mutation UpdateProduct($input: UpdateProductInput!) {
  updateProduct(input: $input) {
    __typename
    ...ProductRow
    ... on Product {
      description
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}
fragment ProductRow on Product {
  sku
  name
  active
  version
  available
  price {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<UpdateProductMutation, UpdateProductMutationVariables>;
export const SavedViewsDocument = new TypedDocumentString(`
    query SavedViews($list: String!) {
  savedViews(list: $list) {
    id
    name
    query
  }
}
    `) as unknown as TypedDocumentString<SavedViewsQuery, SavedViewsQueryVariables>;
export const SaveViewDocument = new TypedDocumentString(`
    mutation SaveView($input: SaveViewInput!) {
  saveView(input: $input) {
    __typename
    ... on SavedView {
      id
      name
      query
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<SaveViewMutation, SaveViewMutationVariables>;
export const DeleteViewDocument = new TypedDocumentString(`
    mutation DeleteView($id: ID!) {
  deleteView(id: $id) {
    __typename
    ... on SavedView {
      id
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<DeleteViewMutation, DeleteViewMutationVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($input: LoginInput!) {
  login(input: $input) {
    __typename
    ...SessionTokens
    ... on SecondFactorRequired {
      challenge
      methods
      expiresAt
    }
    ... on UserError {
      code
      message
    }
  }
}
    fragment SessionTokens on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  deviceToken
  user {
    ...Viewer
  }
}
fragment Viewer on User {
  id
  name
  email
  roles
  language
}`) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const ConfirmSecondFactorDocument = new TypedDocumentString(`
    mutation ConfirmSecondFactor($challenge: String!, $method: SecondFactorMethod!, $code: String!) {
  confirmSecondFactor(challenge: $challenge, method: $method, code: $code) {
    __typename
    ...SessionTokens
    ... on UserError {
      code
      message
    }
  }
}
    fragment SessionTokens on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  deviceToken
  user {
    ...Viewer
  }
}
fragment Viewer on User {
  id
  name
  email
  roles
  language
}`) as unknown as TypedDocumentString<ConfirmSecondFactorMutation, ConfirmSecondFactorMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  me {
    ...Viewer
  }
}
    fragment Viewer on User {
  id
  name
  email
  roles
  language
}`) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const SignOutEverywhereDocument = new TypedDocumentString(`
    mutation SignOutEverywhere {
  logoutEverywhere
}
    `) as unknown as TypedDocumentString<SignOutEverywhereMutation, SignOutEverywhereMutationVariables>;
export const WarehouseListDocument = new TypedDocumentString(`
    query WarehouseList {
  warehouses {
    ...WarehouseRow
  }
}
    fragment WarehouseRow on Warehouse {
  code
  name
  country
  active
}`) as unknown as TypedDocumentString<WarehouseListQuery, WarehouseListQueryVariables>;
export const CreateWarehouseDocument = new TypedDocumentString(`
    mutation CreateWarehouse($input: CreateWarehouseInput!) {
  createWarehouse(input: $input) {
    __typename
    ... on Warehouse {
      active
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<CreateWarehouseMutation, CreateWarehouseMutationVariables>;
export const UpdateWarehouseDocument = new TypedDocumentString(`
    mutation UpdateWarehouse($input: UpdateWarehouseInput!) {
  updateWarehouse(input: $input) {
    __typename
    ... on Warehouse {
      active
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<UpdateWarehouseMutation, UpdateWarehouseMutationVariables>;
export const StockToCountDocument = new TypedDocumentString(`
    query StockToCount($skus: [ID!]!, $first: Int!) {
  products(first: $first, filter: {skus: $skus}) {
    nodes {
      sku
      name
      stock {
        onHand
        reserved
        warehouse {
          code
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StockToCountQuery, StockToCountQueryVariables>;
export const RecordStockCountDocument = new TypedDocumentString(`
    mutation RecordStockCount($input: [StockCountInput!]!, $idempotencyKey: String!) {
  recordStockCount(input: $input, idempotencyKey: $idempotencyKey) {
    __typename
    ... on AdjustStockPayload {
      levels {
        onHand
        reserved
      }
    }
    ... on NegativeStockError {
      sku
      onHand
      reserved
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
  ... on ValidationError {
    fields {
      path
      message
    }
  }
  ... on ConflictError {
    currentVersion
  }
}`) as unknown as TypedDocumentString<RecordStockCountMutation, RecordStockCountMutationVariables>;
export const SetReorderPointsDocument = new TypedDocumentString(`
    mutation SetReorderPoints($input: [ReorderPointInput!]!) {
  setReorderPoints(input: $input) {
    accepted
    rejected {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SetReorderPointsMutation, SetReorderPointsMutationVariables>;