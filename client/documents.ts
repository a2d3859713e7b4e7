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
  /** Your name for the address, e.g. "Home", at most 100 characters. Only saved addresses keep it. */
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

/** State of a job: QUEUED → ACTIVE → COMPLETED; a failed attempt leads to RETRYING, the last one to FAILED. */
export type JobState =
  /** An attempt is under way. */
  | 'ACTIVE'
  /** Withdrawn before it completed; it does not run again. */
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

/** The means of payment of an order. */
export type PaymentInput = {
  /** URL the bank returns the buyer to after 3-D Secure, with `orderId` in its query. `payments.returnOrigins` lists the allowed origins. */
  readonly returnUrl?: string | null | undefined;
  /** Token of the payment provider, at most 255 characters, e.g. `tok_ok` in the sandbox. Never a card number. */
  readonly token: string;
};

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

/** The order to place, with prices from the catalogue. */
export type PlaceOrderInput = {
  /** ISO 4217 code of the currency. All products have to be priced in it. */
  readonly currency: string;
  /** The total that the buyer was shown. Any other total is refused with PriceChangedError. Null accepts any. */
  readonly expectedTotal?: string | null | undefined;
  /** Client-chosen key of 8 to 255 visible ASCII characters. The same key and input again give the same order, once. */
  readonly idempotencyKey: string;
  /** The products to order, 1 to 1,000, each SKU once. */
  readonly lines: ReadonlyArray<OrderLineInput>;
  /** Note of the buyer, at most 2,000 characters. */
  readonly note?: string | null | undefined;
  /** The means of payment, which is charged when units are shipped. */
  readonly payment: PaymentInput;
  /** Where the parcels are delivered. Its country decides about tax and shipping. */
  readonly shippingAddress: AddressInput;
};

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

/** A complete product to create or replace. */
export type ProductInput = {
  /** Whether the product is for sale. Null means true. */
  readonly active?: boolean | null | undefined;
  /** ISO 4217 code of the price's currency, e.g. EUR. */
  readonly currency: string;
  /** Description of at most 5,000 characters and 6,000 bytes of JSON. Null removes it. */
  readonly description?: string | null | undefined;
  /** Name of the product, 1 to 200 characters. */
  readonly name: string;
  /** Net price of one unit, with no more decimals than the currency has. */
  readonly price: string;
  /** Key of the product, 1 to 64 characters: letters, digits, space and `- _ . /`. */
  readonly sku: string;
};

/** The order in which products are listed. Products that tie are ordered by SKU. */
export type ProductSort =
  /** By name, from A to Z. */
  | 'NAME_ASC'
  /** By the time of their creation, newest first. */
  | 'NEWEST'
  /** By net price, cheapest first. Prices of different currencies are not converted. */
  | 'PRICE_ASC'
  /** By net price, most expensive first. Prices of different currencies are not converted. */
  | 'PRICE_DESC'
  /** By how well they match `filter.search`, best match first. Without a search the same as NAME_ASC. */
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

/** The data of a new account. */
export type RegisterInput = {
  /** E-mail address to sign in with, at most 254 characters. No other account may have it. */
  readonly email: string;
  /** Language of the mails to the account. Null means English. */
  readonly language?: Language | null | undefined;
  /** Name of the person, 1 to 100 characters. */
  readonly name: string;
  /** Password of 8 to 128 characters. The commonest passwords are rejected. */
  readonly password: string;
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

/** Changes of one endpoint. Fields that are left out or null stay as they are. */
export type UpdateWebhookEndpointInput = {
  /** True enables the endpoint and sends at once what waits; false makes everything wait. */
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
  /** Not accepted by the endpoint yet; attempts continue. */
  | 'PENDING';

/** The properties of a new webhook endpoint. */
export type WebhookEndpointInput = {
  /** Names of the events to send, at least one of order.placed, order.confirmed, order.rejected, order.in_review, order.cancelled, order.shipped, order.delivered, order.refunded. */
  readonly events: ReadonlyArray<string>;
  /** Where events are sent, at most 2,048 characters; https in production. Credentials in it and private network addresses are rejected. */
  readonly url: string;
};

export type SessionPartsFragment = { readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { readonly register:
    | { readonly __typename: 'EmailTakenError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { readonly login:
    | { readonly __typename: 'InvalidCredentialsError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SecondFactorRequired', readonly challenge: string, readonly methods: ReadonlyArray<SecondFactorMethod>, readonly expiresAt: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
   | null };

export type RefreshSessionMutationVariables = Exact<{
  refreshToken: string;
}>;


export type RefreshSessionMutation = { readonly refreshSession:
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
    | { readonly __typename: 'SessionEndedError', readonly code: string, readonly message: string }
   | null };

export type ConfirmSecondFactorMutationVariables = Exact<{
  challenge: string;
  method: SecondFactorMethod;
  code: string;
}>;


export type ConfirmSecondFactorMutation = { readonly confirmSecondFactor:
    | { readonly __typename: 'InvalidCredentialsError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
   | null };

export type LogoutMutationVariables = Exact<{
  refreshToken: string;
}>;


export type LogoutMutation = { readonly logout: boolean | null };

export type RequestPasswordResetMutationVariables = Exact<{
  email: string;
}>;


export type RequestPasswordResetMutation = { readonly requestPasswordReset: boolean | null };

export type ResetPasswordMutationVariables = Exact<{
  token: string;
  password: string;
}>;


export type ResetPasswordMutation = { readonly resetPassword:
    | { readonly __typename: 'SecondFactorRequired' }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
    | { readonly __typename: 'TokenExpiredError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type ChangePasswordMutationVariables = Exact<{
  current: string;
  new: string;
}>;


export type ChangePasswordMutation = { readonly changePassword:
    | { readonly __typename: 'InvalidCredentialsError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Session', readonly accessToken: string, readonly accessTokenExpiresAt: string, readonly refreshToken: string, readonly refreshTokenExpiresAt: string, readonly deviceToken: string | null, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role> } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type AddressPartsFragment = { readonly id: string, readonly label: string | null, readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null };

export type AddressesQueryVariables = Exact<{ [key: string]: never; }>;


export type AddressesQuery = { readonly me: { readonly id: string, readonly addresses: ReadonlyArray<{ readonly id: string, readonly label: string | null, readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null }> } | null };

export type SaveAddressMutationVariables = Exact<{
  id?: string | null | undefined;
  input: AddressInput;
}>;


export type SaveAddressMutation = { readonly saveAddress:
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'SavedAddress', readonly address: { readonly id: string, readonly label: string | null, readonly recipient: string, readonly line1: string, readonly line2: string | null, readonly city: string, readonly region: string | null, readonly postalCode: string, readonly country: string, readonly phone: string | null } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly id: string, readonly email: string, readonly name: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string, readonly orders: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly number: string, readonly status: OrderStatus } }> } | null } | null };

export type ApiKeyPartsFragment = { readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { readonly apiKeys: ReadonlyArray<{ readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null }> | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'ApiKeyCreated', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null } }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type RotateApiKeyMutationVariables = Exact<{
  id: string;
  overlapSeconds?: number | null | undefined;
}>;


export type RotateApiKeyMutation = { readonly rotateApiKey:
    | { readonly __typename: 'ApiKeyCreated', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null } }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string }
   | null };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey:
    | { readonly __typename: 'ApiKey', readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<Scope>, readonly quotaPerMinute: number | null, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
   | null };

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

export type WatchOrdersSubscriptionVariables = Exact<{
  filter?: OrderFilter | null | undefined;
}>;


export type WatchOrdersSubscription = { readonly ordersChanged: ReadonlyArray<{ readonly id: string, readonly number: string, readonly status: OrderStatus, readonly version: number, readonly placedAt: string, readonly total: { readonly amount: string, readonly currency: string } }> | null };

export type OrderPartsFragment = { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } };

export type OrderDetailFragment = { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly subtotal: { readonly amount: string }, readonly shipping: { readonly amount: string }, readonly tax: { readonly amount: string }, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly unitPrice: { readonly amount: string }, readonly total: { readonly amount: string }, readonly product: { readonly sku: string, readonly name: string, readonly available: number } | null }>, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly deliveredAt: string | null }>, readonly timeline: ReadonlyArray<{ readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } };

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
    | { readonly __typename: 'InsufficientStockError', readonly code: string, readonly message: string, readonly shortages: ReadonlyArray<{ readonly sku: string, readonly requested: number, readonly available: number }>, readonly order: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } } | null }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } }
    | { readonly __typename: 'PaymentDeclinedError', readonly code: string, readonly message: string, readonly declineCode: string, readonly order: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } } | null }
    | { readonly __typename: 'PriceChangedError', readonly code: string, readonly message: string, readonly quote: { readonly total: { readonly amount: string } } }
    | { readonly __typename: 'UnknownProductError', readonly code: string, readonly message: string, readonly skus: ReadonlyArray<string> }
    | { readonly __typename: 'ValidationError', readonly code: string, readonly message: string, readonly fields: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   | null };

export type OrderQueryVariables = Exact<{
  id: string;
}>;


export type OrderQuery = { readonly order: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number }> }>, readonly subtotal: { readonly amount: string }, readonly shipping: { readonly amount: string }, readonly tax: { readonly amount: string }, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly unitPrice: { readonly amount: string }, readonly total: { readonly amount: string }, readonly product: { readonly sku: string, readonly name: string, readonly available: number } | null }>, readonly timeline: ReadonlyArray<{ readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } } | null };

export type OrderByNumberQueryVariables = Exact<{
  number: string;
}>;


export type OrderByNumberQuery = { readonly orderByNumber: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } } | null };

export type OrdersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: OrderFilter | null | undefined;
}>;


export type OrdersQuery = { readonly orders: { readonly totalCount: number, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly subtotal: { readonly amount: string }, readonly shipping: { readonly amount: string }, readonly tax: { readonly amount: string }, readonly customer: { readonly id: string, readonly name: string, readonly email: string } | null, readonly shippingAddress: { readonly recipient: string, readonly city: string, readonly country: string }, readonly lines: ReadonlyArray<{ readonly id: string, readonly sku: string, readonly name: string, readonly quantity: number, readonly shippedQuantity: number, readonly unitPrice: { readonly amount: string }, readonly total: { readonly amount: string }, readonly product: { readonly sku: string, readonly name: string, readonly available: number } | null }>, readonly shipments: ReadonlyArray<{ readonly id: string, readonly carrier: string, readonly trackingCode: string, readonly deliveredAt: string | null }>, readonly timeline: ReadonlyArray<{ readonly type: string, readonly from: OrderStatus | null, readonly to: OrderStatus, readonly actor: string }>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } } }> } | null };

export type CancelOrderMutationVariables = Exact<{
  id: string;
  reason: string;
  expectedVersion?: number | null | undefined;
}>;


export type CancelOrderMutation = { readonly cancelOrder:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } }
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
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } }
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
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } }
    | { readonly __typename: 'OrderStateError', readonly code: string, readonly message: string }
   | null };

export type RefundPartsFragment = { readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> };

export type OrderAfterwardsQueryVariables = Exact<{
  id: string;
}>;


export type OrderAfterwardsQuery = { readonly order: { readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly refunded: { readonly amount: string }, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly shippedQuantity: number, readonly cancelledQuantity: number, readonly returnedQuantity: number }>, readonly shippingAddress: { readonly recipient: string, readonly line1: string, readonly city: string, readonly postalCode: string, readonly country: string }, readonly shipments: ReadonlyArray<{ readonly id: string, readonly deliveredAt: string | null, readonly warehouse: { readonly code: string } | null }>, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly attention: { readonly since: string, readonly step: string, readonly reason: string } | null, readonly total: { readonly amount: string, readonly currency: string } } | null };

export type RefundOrderMutationVariables = Exact<{
  input: RefundOrderInput;
}>;


export type RefundOrderMutation = { readonly refundOrder:
    | { readonly __typename: 'ConflictError', readonly code: string, readonly message: string }
    | { readonly __typename: 'IdempotencyKeyReusedError', readonly code: string, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly code: string, readonly message: string }
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly refunded: { readonly amount: string }, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null }, readonly refunds: ReadonlyArray<{ readonly id: string, readonly status: RefundStatus, readonly reason: string, readonly createdAt: string, readonly amount: { readonly amount: string, readonly currency: string }, readonly lines: ReadonlyArray<{ readonly sku: string, readonly quantity: number, readonly restocked: boolean }> }>, readonly total: { readonly amount: string, readonly currency: string } }
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
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } }
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
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } }
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
    | { readonly __typename: 'Order', readonly id: string, readonly number: string, readonly status: OrderStatus, readonly statusReason: string | null, readonly version: number, readonly allowedActions: ReadonlyArray<OrderAction>, readonly total: { readonly amount: string, readonly currency: string }, readonly payment: { readonly status: PaymentStatus, readonly brand: string | null, readonly last4: string | null, readonly captured: { readonly amount: string }, readonly nextAction: { readonly redirectUrl: string | null, readonly expiresAt: string } | null } }
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

export type WebhookEventTypesQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhookEventTypesQuery = { readonly webhookEventTypes: ReadonlyArray<{ readonly name: string, readonly description: string, readonly schema: string, readonly sample: string }> | null };

export type SendTestWebhookMutationVariables = Exact<{
  endpointId: string;
}>;


export type SendTestWebhookMutation = { readonly sendTestWebhook:
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
  deviceToken
  user {
    id
    email
    name
    roles
  }
}
    `, {"fragmentName":"SessionParts"}) as unknown as TypedDocumentString<SessionPartsFragment, unknown>;
export const AddressPartsFragmentDoc = new TypedDocumentString(`
    fragment AddressParts on Address {
  id
  label
  recipient
  line1
  line2
  city
  region
  postalCode
  country
  phone
}
    `, {"fragmentName":"AddressParts"}) as unknown as TypedDocumentString<AddressPartsFragment, unknown>;
export const ApiKeyPartsFragmentDoc = new TypedDocumentString(`
    fragment ApiKeyParts on ApiKey {
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
    `, {"fragmentName":"ApiKeyParts"}) as unknown as TypedDocumentString<ApiKeyPartsFragment, unknown>;
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    ... on ValidationError {
      fields {
        path
        message
      }
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  deviceToken
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
    fragment SessionParts on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  deviceToken
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
  deviceToken
  user {
    id
    email
    name
    roles
  }
}`) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const ConfirmSecondFactorDocument = new TypedDocumentString(`
    mutation ConfirmSecondFactor($challenge: String!, $method: SecondFactorMethod!, $code: String!) {
  confirmSecondFactor(challenge: $challenge, method: $method, code: $code) {
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
  deviceToken
  user {
    id
    email
    name
    roles
  }
}`) as unknown as TypedDocumentString<ConfirmSecondFactorMutation, ConfirmSecondFactorMutationVariables>;
export const LogoutDocument = new TypedDocumentString(`
    mutation Logout($refreshToken: String!) {
  logout(refreshToken: $refreshToken)
}
    `) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
export const RequestPasswordResetDocument = new TypedDocumentString(`
    mutation RequestPasswordReset($email: EmailAddress!) {
  requestPasswordReset(email: $email)
}
    `) as unknown as TypedDocumentString<RequestPasswordResetMutation, RequestPasswordResetMutationVariables>;
export const ResetPasswordDocument = new TypedDocumentString(`
    mutation ResetPassword($token: String!, $password: String!) {
  resetPassword(token: $token, password: $password) {
    __typename
    ...SessionParts
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
    fragment SessionParts on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  deviceToken
  user {
    id
    email
    name
    roles
  }
}`) as unknown as TypedDocumentString<ResetPasswordMutation, ResetPasswordMutationVariables>;
export const ChangePasswordDocument = new TypedDocumentString(`
    mutation ChangePassword($current: String!, $new: String!) {
  changePassword(current: $current, new: $new) {
    __typename
    ...SessionParts
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
    fragment SessionParts on Session {
  accessToken
  accessTokenExpiresAt
  refreshToken
  refreshTokenExpiresAt
  deviceToken
  user {
    id
    email
    name
    roles
  }
}`) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const AddressesDocument = new TypedDocumentString(`
    query Addresses {
  me {
    id
    addresses {
      ...AddressParts
    }
  }
}
    fragment AddressParts on Address {
  id
  label
  recipient
  line1
  line2
  city
  region
  postalCode
  country
  phone
}`) as unknown as TypedDocumentString<AddressesQuery, AddressesQueryVariables>;
export const SaveAddressDocument = new TypedDocumentString(`
    mutation SaveAddress($id: ID, $input: AddressInput!) {
  saveAddress(id: $id, input: $input) {
    __typename
    ... on SavedAddress {
      address {
        ...AddressParts
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
    fragment AddressParts on Address {
  id
  label
  recipient
  line1
  line2
  city
  region
  postalCode
  country
  phone
}`) as unknown as TypedDocumentString<SaveAddressMutation, SaveAddressMutationVariables>;
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
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys {
  apiKeys {
    ...ApiKeyParts
  }
}
    fragment ApiKeyParts on ApiKey {
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
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    __typename
    ... on ApiKeyCreated {
      secret
      apiKey {
        ...ApiKeyParts
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
    fragment ApiKeyParts on ApiKey {
  id
  name
  prefix
  scopes
  quotaPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RotateApiKeyDocument = new TypedDocumentString(`
    mutation RotateApiKey($id: ID!, $overlapSeconds: Int) {
  rotateApiKey(id: $id, overlapSeconds: $overlapSeconds) {
    __typename
    ... on ApiKeyCreated {
      secret
      apiKey {
        ...ApiKeyParts
      }
    }
    ... on UserError {
      code
      message
    }
  }
}
    fragment ApiKeyParts on ApiKey {
  id
  name
  prefix
  scopes
  quotaPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`) as unknown as TypedDocumentString<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($id: ID!) {
  revokeApiKey(id: $id) {
    __typename
    ... on ApiKey {
      ...ApiKeyParts
    }
    ... on UserError {
      code
      message
    }
  }
}
    fragment ApiKeyParts on ApiKey {
  id
  name
  prefix
  scopes
  quotaPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
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
export const WatchOrdersDocument = new TypedDocumentString(`
    subscription WatchOrders($filter: OrderFilter) {
  ordersChanged(filter: $filter) {
    id
    number
    status
    version
    placedAt
    total {
      amount
      currency
    }
  }
}
    `) as unknown as TypedDocumentString<WatchOrdersSubscription, WatchOrdersSubscriptionVariables>;
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
    nextAction {
      redirectUrl
      expiresAt
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
export const WebhookEventTypesDocument = new TypedDocumentString(`
    query WebhookEventTypes {
  webhookEventTypes {
    name
    description
    schema
    sample
  }
}
    `) as unknown as TypedDocumentString<WebhookEventTypesQuery, WebhookEventTypesQueryVariables>;
export const SendTestWebhookDocument = new TypedDocumentString(`
    mutation SendTestWebhook($endpointId: ID!) {
  sendTestWebhook(endpointId: $endpointId) {
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
}`) as unknown as TypedDocumentString<SendTestWebhookMutation, SendTestWebhookMutationVariables>;