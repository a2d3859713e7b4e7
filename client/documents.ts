/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A postal address. Parcels are delivered to its recipient. */
export type AddressInput = {
  /** City, town or village, 1 to 100 characters. */
  readonly city: string;
  /** ISO 3166-1 alpha-2 code of the country, e.g. DE. */
  readonly country: string;
  /** Your name for the address, e.g. "Home", at most 100 characters. Orders do not store it. */
  readonly label?: string | null | undefined;
  /** First line of the street address, e.g. street and number, 1 to 200 characters. */
  readonly line1: string;
  /** Second line of the street address, e.g. an apartment, at most 200 characters. */
  readonly line2?: string | null | undefined;
  /** Telephone number for the carrier, at most 32 characters. */
  readonly phone?: string | null | undefined;
  /** Postal code or ZIP code, 1 to 20 characters. */
  readonly postalCode: string;
  /** Person or company that receives the parcel, 1 to 200 characters. */
  readonly recipient: string;
  /** State, province or region, at most 100 characters. */
  readonly region?: string | null | undefined;
};

/** QUEUED → ACTIVE → COMPLETED, or RETRYING and ACTIVE again; FAILED after the last attempt. */
export type JobState =
  | 'ACTIVE'
  | 'CANCELLED'
  | 'COMPLETED'
  | 'FAILED'
  | 'QUEUED'
  | 'RETRYING';

/** The credentials of an account. */
export type LoginInput = {
  /** E-mail address of the account, in any case. */
  readonly email: string;
  /** Password of the account, compared case-sensitively. */
  readonly password: string;
};

export type OrderAction =
  | 'APPROVE'
  | 'CANCEL'
  | 'DELIVER'
  | 'REFUND'
  | 'REJECT'
  | 'RETRY'
  | 'SHIP'
  | 'UNDO';

export type OrderFilter = {
  /** SUPPORT and ADMIN. */
  readonly customerId?: string | null | undefined;
  /** Staff only. Orders that wait for a person: IN_REVIEW or with `attention`. */
  readonly needsAttention?: boolean | null | undefined;
  /** The whole number, whatever its case, with or without dashes. */
  readonly number?: string | null | undefined;
  /** Inclusive. */
  readonly placedFrom?: string | null | undefined;
  /** Exclusive. */
  readonly placedTo?: string | null | undefined;
  /** Staff only. Number, recipient, tracking code, SKU; for SUPPORT and ADMIN also the whole e-mail address. */
  readonly search?: string | null | undefined;
  readonly status?: ReadonlyArray<OrderStatus> | null | undefined;
};

export type OrderLineInput = {
  /** 1 to 99,999. */
  readonly quantity: number;
  readonly sku: string;
};

/**
 * PENDING → CONFIRMED (stock reserved, payment authorised) → PARTIALLY_SHIPPED → SHIPPED (captured) → DELIVERED.
 * PENDING → IN_REVIEW (fraud) → CONFIRMED or REJECTED. PENDING → REJECTED (no stock, declined, timed out).
 * PENDING, IN_REVIEW, CONFIRMED → CANCELLED. PARTIALLY_SHIPPED → SHIPPED also by cancelling the rest (staff).
 */
export type OrderStatus =
  | 'CANCELLED'
  | 'CONFIRMED'
  | 'DELIVERED'
  | 'IN_REVIEW'
  | 'PARTIALLY_SHIPPED'
  | 'PENDING'
  | 'REJECTED'
  | 'SHIPPED';

export type PaymentInput = {
  /** Token of the payment provider, never a card number. */
  readonly token: string;
};

export type PaymentStatus =
  | 'ACTION_REQUIRED'
  | 'AUTHORIZED'
  | 'CAPTURED'
  | 'DECLINED'
  | 'NONE'
  | 'PARTIALLY_CAPTURED'
  | 'PARTIALLY_REFUNDED'
  | 'PENDING'
  | 'REFUNDED'
  | 'VOIDED';

export type PlaceOrderInput = {
  readonly currency: string;
  /** The total that the buyer was shown. If the order would cost anything else, nothing happens: PriceChangedError. */
  readonly expectedTotal?: string | null | undefined;
  /** Chosen by the client, 8 to 255 characters. The same key and input again give the same order, once. */
  readonly idempotencyKey: string;
  /** 1 to 1,000, each SKU once. */
  readonly lines: ReadonlyArray<OrderLineInput>;
  readonly note?: string | null | undefined;
  readonly payment: PaymentInput;
  readonly shippingAddress: AddressInput;
};

export type ProductFilter = {
  /** False: inactive ones, for staff only. */
  readonly active?: boolean | null | undefined;
  readonly currency?: string | null | undefined;
  /** Whether a unit can be promised now. */
  readonly inStock?: boolean | null | undefined;
  /** Needs `currency`. */
  readonly priceMax?: string | null | undefined;
  /** Needs `currency`. */
  readonly priceMin?: string | null | undefined;
  /** Words of the name, or a SKU. */
  readonly search?: string | null | undefined;
  /** At most 250. */
  readonly skus?: ReadonlyArray<string> | null | undefined;
};

export type ProductInput = {
  readonly active?: boolean | null | undefined;
  readonly currency: string;
  /** At most 5000 characters, and 6000 bytes in JSON. */
  readonly description?: string | null | undefined;
  /** 1 to 200 characters. */
  readonly name: string;
  /** Net, with no more digits than the currency has. */
  readonly price: string;
  /** 1 to 64 characters: letters, digits, space and `- _ . /`. */
  readonly sku: string;
};

/** RELEVANCE without a search is NAME_ASC. */
export type ProductSort =
  | 'NAME_ASC'
  | 'NEWEST'
  | 'PRICE_ASC'
  | 'PRICE_DESC'
  | 'RELEVANCE';

export type RefundOrderInput = {
  /** More than 0, in the currency of the order. */
  readonly amount: string;
  readonly expectedVersion?: number | null | undefined;
  /** Chosen by the client, 8 to 255 characters. */
  readonly idempotencyKey: string;
  readonly lines?: ReadonlyArray<ReturnLineInput> | null | undefined;
  readonly orderId: string;
  /** 1 to 500 characters. */
  readonly reason: string;
};

export type RefundStatus =
  | 'FAILED'
  | 'PENDING'
  | 'SUCCEEDED';

/** The data of a new account. */
export type RegisterInput = {
  /** E-mail address to sign in with, at most 254 characters. No other account may have it. */
  readonly email: string;
  /** Name of the person, 1 to 100 characters. */
  readonly name: string;
  /** Password of 8 to 128 characters. The commonest passwords are rejected. */
  readonly password: string;
};

/**
 * RETRY runs the step that the order waits on again. UNDO cancels an order that is not decided yet, and
 * gives a step up that was refused for good; of any other step it is not certain that it had no effect.
 */
export type ResolveAction =
  | 'RETRY'
  | 'UNDO';

/** Units that came back. restock puts them on hand again, in `warehouse` or where they were shipped from. */
export type ReturnLineInput = {
  readonly quantity: number;
  readonly restock?: boolean | null | undefined;
  readonly sku: string;
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

export type ShipOrderInput = {
  readonly carrier: string;
  readonly expectedVersion?: number | null | undefined;
  /** Chosen by the client, 8 to 255 characters. */
  readonly idempotencyKey: string;
  /** Left out: all that is not shipped yet. */
  readonly lines?: ReadonlyArray<OrderLineInput> | null | undefined;
  readonly orderId: string;
  readonly trackingCode: string;
  readonly trackingUrl?: string | null | undefined;
  /** Left out: wherever the units are reserved, one shipment a warehouse. */
  readonly warehouse?: string | null | undefined;
};

export type StockAdjustmentInput = {
  /** Signed, never 0, at most 1000000 units either way. */
  readonly delta: number;
  /** Kept with the movement; 1 to 200 characters. */
  readonly reason: string;
  readonly sku: string;
  readonly warehouse: string;
};

/** What is left out stays as it is. */
export type UpdateWebhookEndpointInput = {
  /** True: what was waiting is sent now, whyever it was disabled. */
  readonly enabled?: boolean | null | undefined;
  readonly events?: ReadonlyArray<string> | null | undefined;
  readonly url?: string | null | undefined;
};

export type WebhookDeliveryStatus =
  /** Answered with 2xx. */
  | 'DELIVERED'
  /** Not tried any more; redeliverWebhook begins anew. */
  | 'FAILED'
  /** Not accepted yet. */
  | 'PENDING';

export type WebhookEndpointInput = {
  /** Of order.placed, order.confirmed, order.rejected, order.in_review, order.cancelled, order.shipped, order.delivered, order.refunded. */
  readonly events: ReadonlyArray<string>;
  /** Neither user name nor private address; https in production. */
  readonly url: string;
};

export type SessionPartsFragment = { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { readonly register:
    | { readonly __typename: 'EmailTakenError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { readonly login:
    | { readonly __typename: 'InvalidCredentialsError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
   | null };

export type RefreshSessionMutationVariables = Exact<{
  refreshToken: string;
}>;


export type RefreshSessionMutation = { readonly refreshSession:
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
    | { readonly __typename: 'SessionEndedError', readonly code: string, readonly message: string }
   | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string, readonly orders: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly number: string, readonly status: OrderStatus } }> } | null } | null };

export type ProductPartsFragment = { readonly sku: string, readonly name: string, readonly description: string | null, readonly active: boolean, readonly available: number, readonly version: number, readonly price: { readonly amount: string, readonly currency: string } };

export type ProductQueryVariables = Exact<{
  sku: string;
}>;


export type ProductQuery = { readonly product: { readonly sku: string, readonly name: string, readonly description: string | null, readonly active: boolean, readonly available: number, readonly version: number, readonly price: { readonly amount: string, readonly currency: string } } | null };

export type ProductsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ProductFilter | null | undefined;
  sort?: ProductSort | null | undefined;
}>;


export type ProductsQuery = { readonly products: { readonly totalCount: number, readonly totalCountExact: boolean, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly sku: string, readonly name: string, readonly description: string | null, readonly active: boolean, readonly available: number, readonly version: number, readonly price: { readonly amount: string, readonly currency: string } } }> } | null };

export type StockQueryVariables = Exact<{
  sku: string;
}>;


export type StockQuery = { readonly product: { readonly sku: string, readonly available: number, readonly stock: ReadonlyArray<{ readonly onHand: number, readonly reserved: number, readonly available: number, readonly warehouse: { readonly code: string, readonly name: string, readonly country: string } }> | null } | null };

export type WarehousesQueryVariables = Exact<{ [key: string]: never; }>;


export type WarehousesQuery = { readonly warehouses: ReadonlyArray<{ readonly code: string, readonly name: string, readonly country: string }> | null };

export type UpsertProductsMutationVariables = Exact<{
  input: ReadonlyArray<ProductInput> | ProductInput;
}>;


export type UpsertProductsMutation = { readonly upsertProducts: { readonly accepted: number, readonly rejected: ReadonlyArray<{ readonly index: number, readonly code: string, readonly message: string }> } | null };

export type AdjustStockMutationVariables = Exact<{
  input: ReadonlyArray<StockAdjustmentInput> | StockAdjustmentInput;
  idempotencyKey: string;
}>;


export type AdjustStockMutation = { readonly adjustStock:
    | { readonly __typename: 'AdjustStockPayload', readonly levels: ReadonlyArray<{ readonly onHand: number, readonly reserved: number, readonly available: number, readonly warehouse: { readonly code: string } }> }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NegativeStockError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type JobsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  state?: JobState | null | undefined;
  queue?: string | null | undefined;
}>;


export type JobsQuery = { readonly jobs: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly queue: string, readonly state: JobState, readonly attempts: number, readonly attemptsMax: number, readonly createdAt: string, readonly startAfter: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly outcome: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type RetryJobMutationVariables = Exact<{
  id: string;
}>;


export type RetryJobMutation = { readonly retryJob:
    | { readonly __typename: 'Job', readonly id: string, readonly queue: string, readonly state: JobState, readonly attempts: number, readonly attemptsMax: number, readonly createdAt: string, readonly startAfter: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly outcome: string | null }
    | { readonly __typename: 'JobStateError', readonly state: JobState, readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

export type RunJobMutationVariables = Exact<{
  queue: string;
}>;


export type RunJobMutation = { readonly runJob:
    | { readonly __typename: 'Job', readonly id: string, readonly queue: string, readonly state: JobState, readonly attempts: number, readonly attemptsMax: number, readonly createdAt: string, readonly startAfter: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly outcome: string | null }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

export type JobFieldsFragment = { readonly id: string, readonly queue: string, readonly state: JobState, readonly attempts: number, readonly attemptsMax: number, readonly createdAt: string, readonly startAfter: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly outcome: string | null };

export type WatchOrderSubscriptionVariables = Exact<{
  id: string;
}>;


export type WatchOrderSubscription = { readonly orderUpdated: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly shippedQuantity: number, readonly product: { readonly name: string } | null }>, readonly shipments: ReadonlyArray<{ readonly carrier: string, readonly trackingCode: string, readonly deliveredAt: string | null }> } | null };

export type OrderPartsFragment = { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } };

export type OrderDetailFragment = { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly subtotal: { readonly amount: string }, readonly shipping: { readonly amount: string }, readonly tax: { readonly amount: string }, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly unitPrice: { readonly amount: string }, readonly total: { readonly amount: string }, readonly product: { readonly sku: string, readonly name: string, readonly available: number } | null }>, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly deliveredAt: string | null }>, readonly timeline: ReadonlyArray<{ readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } };

export type QuoteQueryVariables = Exact<{
  currency: string;
  lines: ReadonlyArray<OrderLineInput> | OrderLineInput;
  country: string;
}>;


export type QuoteQuery = { readonly quote:
    | { readonly __typename: 'Quote', readonly total: { readonly amount: string, readonly currency: string }, readonly subtotal: { readonly amount: string }, readonly shipping: { readonly amount: string }, readonly tax: { readonly amount: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly available: number, readonly unitPrice: { readonly amount: string }, readonly total: { readonly amount: string } }> }
    | { readonly __typename: 'UnknownProductError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type PlaceOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceOrderMutation = { readonly placeOrder:
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'InsufficientStockError', readonly code: string, readonly message: string, readonly shortages: ReadonlyArray<{ readonly sku: string, readonly requested: number, readonly available: number }>, readonly order: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } } | null }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } }
    | { readonly __typename: 'PaymentDeclinedError', readonly code: string, readonly message: string, readonly declineCode: string, readonly order: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } } | null }
    | { readonly __typename: 'PriceChangedError', readonly code: string, readonly message: string, readonly quote: { readonly total: { readonly amount: string } } }
    | { readonly __typename: 'UnknownProductError', readonly code: string, readonly message: string, readonly skus: ReadonlyArray<string> }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type OrderQueryVariables = Exact<{
  id: string;
}>;


export type OrderQuery = { readonly order: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly subtotal: { readonly amount: string }, readonly shipping: { readonly amount: string }, readonly tax: { readonly amount: string }, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly unitPrice: { readonly amount: string }, readonly total: { readonly amount: string }, readonly product: { readonly sku: string, readonly name: string, readonly available: number } | null }>, readonly timeline: ReadonlyArray<{ readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } } | null };

export type OrderByNumberQueryVariables = Exact<{
  number: string;
}>;


export type OrderByNumberQuery = { readonly orderByNumber: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } } | null };

export type OrdersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: OrderFilter | null | undefined;
}>;


export type OrdersQuery = { readonly orders: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly subtotal: { readonly amount: string }, readonly shipping: { readonly amount: string }, readonly tax: { readonly amount: string }, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly unitPrice: { readonly amount: string }, readonly total: { readonly amount: string }, readonly product: { readonly sku: string, readonly name: string, readonly available: number } | null }>, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly deliveredAt: string | null }>, readonly timeline: ReadonlyArray<{ readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } } }> } | null };

export type CancelOrderMutationVariables = Exact<{
  id: string;
  reason: string;
  expectedVersion?: number | null | undefined;
}>;


export type CancelOrderMutation = { readonly cancelOrder:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string, readonly orderStatus: OrderStatus }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type ShipOrderMutationVariables = Exact<{
  input: ShipOrderInput;
}>;


export type ShipOrderMutation = { readonly shipOrder:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'InsufficientStockError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type DeliverOrderMutationVariables = Exact<{
  id: string;
  shipmentId?: string | null | undefined;
  expectedVersion?: number | null | undefined;
}>;


export type DeliverOrderMutation = { readonly deliverOrder:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
   | null };

export type RefundPartsFragment = { readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> };

export type OrderAfterwardsQueryVariables = Exact<{
  id: string;
}>;


export type OrderAfterwardsQuery = { readonly order: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly refunded: { readonly amount: string }, readonly captured: { readonly amount: string } }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly city: string, readonly postalCode: string, readonly country: string }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string } | null }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null, readonly total: { readonly amount: string, readonly currency: string } } | null };

export type RefundOrderMutationVariables = Exact<{
  input: RefundOrderInput;
}>;


export type RefundOrderMutation = { readonly refundOrder:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly refunded: { readonly amount: string }, readonly captured: { readonly amount: string } }, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly total: { readonly amount: string, readonly currency: string } }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'RefundTooLargeError', readonly code: string, readonly message: string, readonly refundable: { readonly amount: string, readonly currency: string } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type ReviewOrderMutationVariables = Exact<{
  id: string;
  approve: boolean;
  note: string;
  expectedVersion?: number | null | undefined;
}>;


export type ReviewOrderMutation = { readonly reviewOrder:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type ResolveOrderMutationVariables = Exact<{
  id: string;
  action: ResolveAction;
  note: string;
  expectedVersion?: number | null | undefined;
}>;


export type ResolveOrderMutation = { readonly resolveOrder:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type UpdateShippingAddressMutationVariables = Exact<{
  orderId: string;
  address: AddressInput;
  expectedVersion?: number | null | undefined;
}>;


export type UpdateShippingAddressMutation = { readonly updateShippingAddress:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string } } }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type EndpointSummaryFragment = { readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string };

export type DeliverySummaryFragment = { readonly id: string, readonly eventId: string, readonly eventType: string, readonly attempts: number, readonly status: WebhookDeliveryStatus, readonly lastAttemptAt: string | null, readonly nextAttemptAt: string | null, readonly responseStatus: number | null };

export type WebhookEndpointsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WebhookEndpointsQuery = { readonly webhookEndpoints: ReadonlyArray<{ readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string, readonly deliveries: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly eventId: string, readonly eventType: string, readonly attempts: number, readonly status: WebhookDeliveryStatus, readonly lastAttemptAt: string | null, readonly nextAttemptAt: string | null, readonly responseStatus: number | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } }> | null };

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

export type RotateWebhookSecretMutationVariables = Exact<{
  id: string;
  overlapSeconds?: number | null | undefined;
}>;


export type RotateWebhookSecretMutation = { readonly rotateWebhookSecret:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'WebhookEndpointCreated', readonly signingSecret: string, readonly endpoint: { readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string } }
   | null };

export type DeleteWebhookEndpointMutationVariables = Exact<{
  id: string;
}>;


export type DeleteWebhookEndpointMutation = { readonly deleteWebhookEndpoint:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'WebhookEndpoint', readonly id: string, readonly url: string, readonly events: ReadonlyArray<string>, readonly enabled: boolean, readonly disabledReason: string | null, readonly createdAt: string }
   | null };

export type RedeliverWebhookMutationVariables = Exact<{
  deliveryId: string;
}>;


export type RedeliverWebhookMutation = { readonly redeliverWebhook:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'WebhookDelivery', readonly id: string, readonly eventId: string, readonly eventType: string, readonly attempts: number, readonly status: WebhookDeliveryStatus, readonly lastAttemptAt: string | null, readonly nextAttemptAt: string | null, readonly responseStatus: number | null }
   | null };

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
export const SessionPartsFragmentDoc = new TypedDocumentString(`
    fragment SessionParts on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  user {
    id
    email
    name
    roles
  }
}
    `, {"fragmentName":"SessionParts"}) as unknown as TypedDocumentString<SessionPartsFragment, unknown>;
export const ProductPartsFragmentDoc = new TypedDocumentString(`
    fragment ProductParts on Product {
  sku
  name
  description
  active
  available
  version
  price {
    amount
    currency
  }
}
    `, {"fragmentName":"ProductParts"}) as unknown as TypedDocumentString<ProductPartsFragment, unknown>;
export const JobFieldsFragmentDoc = new TypedDocumentString(`
    fragment JobFields on Job {
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
    `, {"fragmentName":"JobFields"}) as unknown as TypedDocumentString<JobFieldsFragment, unknown>;
export const OrderPartsFragmentDoc = new TypedDocumentString(`
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}
    `, {"fragmentName":"OrderParts"}) as unknown as TypedDocumentString<OrderPartsFragment, unknown>;
export const OrderDetailFragmentDoc = new TypedDocumentString(`
    fragment OrderDetail on Order {
  ...OrderParts
  subtotal {
    amount
  }
  shipping {
    amount
  }
  tax {
    amount
  }
  customer {
    id
    name
    email
  }
  shippingAddress {
    recipient
    city
    country
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    unitPrice {
      amount
    }
    total {
      amount
    }
    product {
      sku
      name
      available
    }
  }
  shipments {
    id
    carrier
    trackingCode
    deliveredAt
  }
  timeline {
    type
    from
    to
    actor
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}`, {"fragmentName":"OrderDetail"}) as unknown as TypedDocumentString<OrderDetailFragment, unknown>;
export const RefundPartsFragmentDoc = new TypedDocumentString(`
    fragment RefundParts on Refund {
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
    `, {"fragmentName":"RefundParts"}) as unknown as TypedDocumentString<RefundPartsFragment, unknown>;
export const EndpointSummaryFragmentDoc = new TypedDocumentString(`
    fragment EndpointSummary on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}
    `, {"fragmentName":"EndpointSummary"}) as unknown as TypedDocumentString<EndpointSummaryFragment, unknown>;
export const DeliverySummaryFragmentDoc = new TypedDocumentString(`
    fragment DeliverySummary on WebhookDelivery {
  id
  eventId
  eventType
  attempts
  status
  lastAttemptAt
  nextAttemptAt
  responseStatus
}
    `, {"fragmentName":"DeliverySummary"}) as unknown as TypedDocumentString<DeliverySummaryFragment, unknown>;
export const RegisterDocument = new TypedDocumentString(`
    mutation Register($input: RegisterInput!) {
  register(input: $input) {
    __typename
    ...SessionParts
    ... on UserError {
      code
      message
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  user {
    id
    email
    name
    roles
  }
}`) as unknown as TypedDocumentString<RegisterMutation, RegisterMutationVariables>;
export const LoginDocument = new TypedDocumentString(`
    mutation Login($input: LoginInput!) {
  login(input: $input) {
    __typename
    ...SessionParts
    ... on UserError {
      code
      message
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  user {
    id
    email
    name
    roles
  }
}`) as unknown as TypedDocumentString<LoginMutation, LoginMutationVariables>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
    __typename
    ...SessionParts
    ... on UserError {
      code
      message
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  user {
    id
    email
    name
    roles
  }
}`) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    id
    email
    name
    roles
    createdAt
    orders(first: 5) {
      totalCount
      edges {
        node {
          id
          number
          status
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const ProductDocument = new TypedDocumentString(`
    query Product($sku: ID!) {
  product(sku: $sku) {
    ...ProductParts
  }
}
    fragment ProductParts on Product {
  sku
  name
  description
  active
  available
  version
  price {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<ProductQuery, ProductQueryVariables>;
export const ProductsDocument = new TypedDocumentString(`
    query Products($first: Int, $after: String, $filter: ProductFilter, $sort: ProductSort) {
  products(first: $first, after: $after, filter: $filter, sort: $sort) {
    totalCount
    totalCountExact
    pageInfo {
      hasNextPage
      hasPreviousPage
      endCursor
    }
    edges {
      cursor
      node {
        ...ProductParts
      }
    }
  }
}
    fragment ProductParts on Product {
  sku
  name
  description
  active
  available
  version
  price {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;
export const StockDocument = new TypedDocumentString(`
    query Stock($sku: ID!) {
  product(sku: $sku) {
    sku
    available
    stock {
      onHand
      reserved
      available
      warehouse {
        code
        name
        country
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StockQuery, StockQueryVariables>;
export const WarehousesDocument = new TypedDocumentString(`
    query Warehouses {
  warehouses {
    code
    name
    country
  }
}
    `) as unknown as TypedDocumentString<WarehousesQuery, WarehousesQueryVariables>;
export const UpsertProductsDocument = new TypedDocumentString(`
    mutation UpsertProducts($input: [ProductInput!]!) {
  upsertProducts(input: $input) {
    accepted
    rejected {
      index
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<UpsertProductsMutation, UpsertProductsMutationVariables>;
export const AdjustStockDocument = new TypedDocumentString(`
    mutation AdjustStock($input: [StockAdjustmentInput!]!, $idempotencyKey: String!) {
  adjustStock(input: $input, idempotencyKey: $idempotencyKey) {
    __typename
    ... on AdjustStockPayload {
      levels {
        onHand
        reserved
        available
        warehouse {
          code
        }
      }
    }
    ... on UserError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AdjustStockMutation, AdjustStockMutationVariables>;
export const JobsDocument = new TypedDocumentString(`
    query Jobs($first: Int, $after: String, $state: JobState, $queue: String) {
  jobs(first: $first, after: $after, state: $state, queue: $queue) {
    edges {
      cursor
      node {
        ...JobFields
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment JobFields on Job {
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
}`) as unknown as TypedDocumentString<JobsQuery, JobsQueryVariables>;
export const RetryJobDocument = new TypedDocumentString(`
    mutation RetryJob($id: ID!) {
  retryJob(id: $id) {
    __typename
    ... on Job {
      ...JobFields
    }
    ... on JobStateError {
      state
    }
    ... on UserError {
      code
      message
    }
  }
}
    fragment JobFields on Job {
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
}`) as unknown as TypedDocumentString<RetryJobMutation, RetryJobMutationVariables>;
export const RunJobDocument = new TypedDocumentString(`
    mutation RunJob($queue: String!) {
  runJob(queue: $queue) {
    __typename
    ... on Job {
      ...JobFields
    }
    ... on UserError {
      code
      message
    }
  }
}
    fragment JobFields on Job {
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
}`) as unknown as TypedDocumentString<RunJobMutation, RunJobMutationVariables>;
export const WatchOrderDocument = new TypedDocumentString(`
    subscription WatchOrder($id: ID!) {
  orderUpdated(id: $id) {
    id
    number
    status
    statusReason
    version
    lines {
      sku
      quantity
      shippedQuantity
      product {
        name
      }
    }
    shipments {
      carrier
      trackingCode
      deliveredAt
    }
    allowedActions
  }
}
    `) as unknown as TypedDocumentString<WatchOrderSubscription, WatchOrderSubscriptionVariables>;
export const QuoteDocument = new TypedDocumentString(`
    query Quote($currency: Currency!, $lines: [OrderLineInput!]!, $country: CountryCode!) {
  quote(currency: $currency, lines: $lines, country: $country) {
    __typename
    ... on Quote {
      total {
        amount
        currency
      }
      subtotal {
        amount
      }
      shipping {
        amount
      }
      tax {
        amount
      }
      lines {
        sku
        quantity
        available
        unitPrice {
          amount
        }
        total {
          amount
        }
      }
    }
    ... on UserError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<QuoteQuery, QuoteQueryVariables>;
export const PlaceOrderDocument = new TypedDocumentString(`
    mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    __typename
    ...OrderParts
    ... on UserError {
      code
      message
    }
    ... on InsufficientStockError {
      shortages {
        sku
        requested
        available
      }
      order {
        ...OrderParts
      }
    }
    ... on PaymentDeclinedError {
      declineCode
      order {
        ...OrderParts
      }
    }
    ... on PriceChangedError {
      quote {
        total {
          amount
        }
      }
    }
    ... on UnknownProductError {
      skus
    }
    ... on ValidationError {
      fields {
        path
        message
      }
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}`) as unknown as TypedDocumentString<PlaceOrderMutation, PlaceOrderMutationVariables>;
export const OrderDocument = new TypedDocumentString(`
    query Order($id: ID!) {
  order(id: $id) {
    ...OrderDetail
    shipments {
      warehouse {
        code
        name
      }
      lines {
        sku
        quantity
      }
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}
fragment OrderDetail on Order {
  ...OrderParts
  subtotal {
    amount
  }
  shipping {
    amount
  }
  tax {
    amount
  }
  customer {
    id
    name
    email
  }
  shippingAddress {
    recipient
    city
    country
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    unitPrice {
      amount
    }
    total {
      amount
    }
    product {
      sku
      name
      available
    }
  }
  shipments {
    id
    carrier
    trackingCode
    deliveredAt
  }
  timeline {
    type
    from
    to
    actor
  }
}`) as unknown as TypedDocumentString<OrderQuery, OrderQueryVariables>;
export const OrderByNumberDocument = new TypedDocumentString(`
    query OrderByNumber($number: String!) {
  orderByNumber(number: $number) {
    ...OrderParts
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}`) as unknown as TypedDocumentString<OrderByNumberQuery, OrderByNumberQueryVariables>;
export const OrdersDocument = new TypedDocumentString(`
    query Orders($first: Int, $after: String, $filter: OrderFilter) {
  orders(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      endCursor
    }
    edges {
      cursor
      node {
        ...OrderDetail
      }
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}
fragment OrderDetail on Order {
  ...OrderParts
  subtotal {
    amount
  }
  shipping {
    amount
  }
  tax {
    amount
  }
  customer {
    id
    name
    email
  }
  shippingAddress {
    recipient
    city
    country
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    unitPrice {
      amount
    }
    total {
      amount
    }
    product {
      sku
      name
      available
    }
  }
  shipments {
    id
    carrier
    trackingCode
    deliveredAt
  }
  timeline {
    type
    from
    to
    actor
  }
}`) as unknown as TypedDocumentString<OrdersQuery, OrdersQueryVariables>;
export const CancelOrderDocument = new TypedDocumentString(`
    mutation CancelOrder($id: ID!, $reason: String!, $expectedVersion: Int) {
  cancelOrder(id: $id, reason: $reason, expectedVersion: $expectedVersion) {
    __typename
    ...OrderParts
    ... on UserError {
      code
      message
    }
    ... on OrderStateError {
      orderStatus: status
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}`) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const ShipOrderDocument = new TypedDocumentString(`
    mutation ShipOrder($input: ShipOrderInput!) {
  shipOrder(input: $input) {
    __typename
    ...OrderParts
    ... on UserError {
      code
      message
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}`) as unknown as TypedDocumentString<ShipOrderMutation, ShipOrderMutationVariables>;
export const DeliverOrderDocument = new TypedDocumentString(`
    mutation DeliverOrder($id: ID!, $shipmentId: ID, $expectedVersion: Int) {
  deliverOrder(
    id: $id
    shipmentId: $shipmentId
    expectedVersion: $expectedVersion
  ) {
    __typename
    ...OrderParts
    ... on UserError {
      code
      message
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}`) as unknown as TypedDocumentString<DeliverOrderMutation, DeliverOrderMutationVariables>;
export const OrderAfterwardsDocument = new TypedDocumentString(`
    query OrderAfterwards($id: ID!) {
  order(id: $id) {
    ...OrderParts
    payment {
      refunded {
        amount
      }
    }
    lines {
      sku
      quantity
      shippedQuantity
      cancelledQuantity
      returnedQuantity
    }
    shippingAddress {
      recipient
      line1
      city
      postalCode
      country
    }
    shipments {
      id
      deliveredAt
      warehouse {
        code
      }
    }
    refunds {
      ...RefundParts
    }
    attention {
      since
      step
      reason
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}
fragment RefundParts on Refund {
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
}`) as unknown as TypedDocumentString<OrderAfterwardsQuery, OrderAfterwardsQueryVariables>;
export const RefundOrderDocument = new TypedDocumentString(`
    mutation RefundOrder($input: RefundOrderInput!) {
  refundOrder(input: $input) {
    __typename
    ... on Order {
      ...OrderParts
      payment {
        refunded {
          amount
        }
      }
      refunds {
        ...RefundParts
      }
    }
    ... on UserError {
      code
      message
    }
    ... on RefundTooLargeError {
      refundable {
        amount
        currency
      }
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}
fragment RefundParts on Refund {
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
    ...OrderParts
    ... on UserError {
      code
      message
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
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
    ...OrderParts
    ... on UserError {
      code
      message
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}`) as unknown as TypedDocumentString<ResolveOrderMutation, ResolveOrderMutationVariables>;
export const UpdateShippingAddressDocument = new TypedDocumentString(`
    mutation UpdateShippingAddress($orderId: ID!, $address: AddressInput!, $expectedVersion: Int) {
  updateShippingAddress(
    orderId: $orderId
    address: $address
    expectedVersion: $expectedVersion
  ) {
    __typename
    ...OrderParts
    ... on UserError {
      code
      message
    }
  }
}
    fragment OrderParts on Order {
  id
  number
  status
  statusReason
  version
  total {
    amount
    currency
  }
  payment {
    status
    brand
    last4
    captured {
      amount
    }
  }
  allowedActions
}`) as unknown as TypedDocumentString<UpdateShippingAddressMutation, UpdateShippingAddressMutationVariables>;
export const WebhookEndpointsDocument = new TypedDocumentString(`
    query WebhookEndpoints($first: Int, $after: String) {
  webhookEndpoints {
    ...EndpointSummary
    deliveries(first: $first, after: $after) {
      edges {
        cursor
        node {
          ...DeliverySummary
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment EndpointSummary on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}
fragment DeliverySummary on WebhookDelivery {
  id
  eventId
  eventType
  attempts
  status
  lastAttemptAt
  nextAttemptAt
  responseStatus
}`) as unknown as TypedDocumentString<WebhookEndpointsQuery, WebhookEndpointsQueryVariables>;
export const CreateWebhookEndpointDocument = new TypedDocumentString(`
    mutation CreateWebhookEndpoint($input: WebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    __typename
    ... on WebhookEndpointCreated {
      signingSecret
      endpoint {
        ...EndpointSummary
      }
    }
    ... on UserError {
      code
      message
    }
    ... on ValidationError {
      fields {
        path
        message
      }
    }
  }
}
    fragment EndpointSummary on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}`) as unknown as TypedDocumentString<CreateWebhookEndpointMutation, CreateWebhookEndpointMutationVariables>;
export const UpdateWebhookEndpointDocument = new TypedDocumentString(`
    mutation UpdateWebhookEndpoint($id: ID!, $input: UpdateWebhookEndpointInput!) {
  updateWebhookEndpoint(id: $id, input: $input) {
    __typename
    ... on WebhookEndpoint {
      ...EndpointSummary
    }
    ... on UserError {
      code
      message
    }
    ... on ValidationError {
      fields {
        path
        message
      }
    }
  }
}
    fragment EndpointSummary on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}`) as unknown as TypedDocumentString<UpdateWebhookEndpointMutation, UpdateWebhookEndpointMutationVariables>;
export const RotateWebhookSecretDocument = new TypedDocumentString(`
    mutation RotateWebhookSecret($id: ID!, $overlapSeconds: Int) {
  rotateWebhookSecret(id: $id, overlapSeconds: $overlapSeconds) {
    __typename
    ... on WebhookEndpointCreated {
      signingSecret
      endpoint {
        ...EndpointSummary
      }
    }
    ... on UserError {
      code
      message
    }
  }
}
    fragment EndpointSummary on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}`) as unknown as TypedDocumentString<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const DeleteWebhookEndpointDocument = new TypedDocumentString(`
    mutation DeleteWebhookEndpoint($id: ID!) {
  deleteWebhookEndpoint(id: $id) {
    __typename
    ... on WebhookEndpoint {
      ...EndpointSummary
    }
    ... on UserError {
      code
      message
    }
  }
}
    fragment EndpointSummary on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
}`) as unknown as TypedDocumentString<DeleteWebhookEndpointMutation, DeleteWebhookEndpointMutationVariables>;
export const RedeliverWebhookDocument = new TypedDocumentString(`
    mutation RedeliverWebhook($deliveryId: ID!) {
  redeliverWebhook(deliveryId: $deliveryId) {
    __typename
    ... on WebhookDelivery {
      ...DeliverySummary
    }
    ... on UserError {
      code
      message
    }
  }
}
    fragment DeliverySummary on WebhookDelivery {
  id
  eventId
  eventType
  attempts
  status
  lastAttemptAt
  nextAttemptAt
  responseStatus
}`) as unknown as TypedDocumentString<RedeliverWebhookMutation, RedeliverWebhookMutationVariables>;