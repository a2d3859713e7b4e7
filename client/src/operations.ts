/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocument } from './document';
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

export const Register = `mutation Register($input: RegisterInput!) {
  register(input: $input) {
    __typename
    ...SessionParts
    ... on UserError {
      code
      message
      __typename
    }
    ... on ValidationError {
      fields {
        path
        message
        __typename
      }
      __typename
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
    __typename
  }
  __typename
}` as TypedDocument<RegisterMutation, RegisterMutationVariables>;

export const Login = `mutation Login($input: LoginInput!) {
  login(input: $input) {
    __typename
    ...SessionParts
    ... on SecondFactorRequired {
      challenge
      methods
      expiresAt
      __typename
    }
    ... on UserError {
      code
      message
      __typename
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
    __typename
  }
  __typename
}` as TypedDocument<LoginMutation, LoginMutationVariables>;

export const RefreshSession = `mutation RefreshSession($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
    __typename
    ...SessionParts
    ... on UserError {
      code
      message
      __typename
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
    __typename
  }
  __typename
}` as TypedDocument<RefreshSessionMutation, RefreshSessionMutationVariables>;

export const ConfirmSecondFactor = `mutation ConfirmSecondFactor($challenge: String!, $method: SecondFactorMethod!, $code: String!) {
  confirmSecondFactor(challenge: $challenge, method: $method, code: $code) {
    __typename
    ...SessionParts
    ... on UserError {
      code
      message
      __typename
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
    __typename
  }
  __typename
}` as TypedDocument<ConfirmSecondFactorMutation, ConfirmSecondFactorMutationVariables>;

export const Logout = `mutation Logout($refreshToken: String!) {
  logout(refreshToken: $refreshToken)
}` as TypedDocument<LogoutMutation, LogoutMutationVariables>;

export const RequestPasswordReset = `mutation RequestPasswordReset($email: EmailAddress!) {
  requestPasswordReset(email: $email)
}` as TypedDocument<RequestPasswordResetMutation, RequestPasswordResetMutationVariables>;

export const ResetPassword = `mutation ResetPassword($token: String!, $password: String!) {
  resetPassword(token: $token, password: $password) {
    __typename
    ...SessionParts
    ... on UserError {
      code
      message
      __typename
    }
    ... on ValidationError {
      fields {
        path
        message
        __typename
      }
      __typename
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
    __typename
  }
  __typename
}` as TypedDocument<ResetPasswordMutation, ResetPasswordMutationVariables>;

export const ChangePassword = `mutation ChangePassword($current: String!, $new: String!) {
  changePassword(current: $current, new: $new) {
    __typename
    ...SessionParts
    ... on UserError {
      code
      message
      __typename
    }
    ... on ValidationError {
      fields {
        path
        message
        __typename
      }
      __typename
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
    __typename
  }
  __typename
}` as TypedDocument<ChangePasswordMutation, ChangePasswordMutationVariables>;

export const Addresses = `query Addresses {
  me {
    id
    addresses {
      ...AddressParts
      __typename
    }
    __typename
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
  __typename
}` as TypedDocument<AddressesQuery, AddressesQueryVariables>;

export const SaveAddress = `mutation SaveAddress($id: ID, $input: AddressInput!) {
  saveAddress(id: $id, input: $input) {
    __typename
    ... on SavedAddress {
      address {
        ...AddressParts
        __typename
      }
      __typename
    }
    ... on UserError {
      code
      message
      __typename
    }
    ... on ValidationError {
      fields {
        path
        message
        __typename
      }
      __typename
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
  __typename
}` as TypedDocument<SaveAddressMutation, SaveAddressMutationVariables>;

export const Me = `query Me {
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
          __typename
        }
        __typename
      }
      __typename
    }
    __typename
  }
}` as TypedDocument<MeQuery, MeQueryVariables>;

export const ApiKeys = `query ApiKeys {
  apiKeys {
    ...ApiKeyParts
    __typename
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
  __typename
}` as TypedDocument<ApiKeysQuery, ApiKeysQueryVariables>;

export const CreateApiKey = `mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    __typename
    ... on ApiKeyCreated {
      secret
      apiKey {
        ...ApiKeyParts
        __typename
      }
      __typename
    }
    ... on UserError {
      code
      message
      __typename
    }
    ... on ValidationError {
      fields {
        path
        message
        __typename
      }
      __typename
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
  __typename
}` as TypedDocument<CreateApiKeyMutation, CreateApiKeyMutationVariables>;

export const RotateApiKey = `mutation RotateApiKey($id: ID!, $overlapSeconds: Int) {
  rotateApiKey(id: $id, overlapSeconds: $overlapSeconds) {
    __typename
    ... on ApiKeyCreated {
      secret
      apiKey {
        ...ApiKeyParts
        __typename
      }
      __typename
    }
    ... on UserError {
      code
      message
      __typename
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
  __typename
}` as TypedDocument<RotateApiKeyMutation, RotateApiKeyMutationVariables>;

export const RevokeApiKey = `mutation RevokeApiKey($id: ID!) {
  revokeApiKey(id: $id) {
    __typename
    ... on ApiKey {
      ...ApiKeyParts
      __typename
    }
    ... on UserError {
      code
      message
      __typename
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
  __typename
}` as TypedDocument<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;

export const Product = `query Product($sku: ID!) {
  product(sku: $sku) {
    ...ProductParts
    __typename
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
    __typename
  }
  __typename
}` as TypedDocument<ProductQuery, ProductQueryVariables>;

export const Products = `query Products($first: Int, $after: String, $filter: ProductFilter, $sort: ProductSort) {
  products(first: $first, after: $after, filter: $filter, sort: $sort) {
    totalCount
    totalCountExact
    pageInfo {
      hasNextPage
      hasPreviousPage
      endCursor
      __typename
    }
    edges {
      cursor
      node {
        ...ProductParts
        __typename
      }
      __typename
    }
    __typename
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
    __typename
  }
  __typename
}` as TypedDocument<ProductsQuery, ProductsQueryVariables>;

export const Stock = `query Stock($sku: ID!) {
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
        __typename
      }
      __typename
    }
    __typename
  }
}` as TypedDocument<StockQuery, StockQueryVariables>;

export const Warehouses = `query Warehouses {
  warehouses {
    code
    name
    country
    __typename
  }
}` as TypedDocument<WarehousesQuery, WarehousesQueryVariables>;

export const UpsertProducts = `mutation UpsertProducts($input: [ProductInput!]!) {
  upsertProducts(input: $input) {
    accepted
    rejected {
      index
      code
      message
      __typename
    }
    __typename
  }
}` as TypedDocument<UpsertProductsMutation, UpsertProductsMutationVariables>;

export const AdjustStock = `mutation AdjustStock($input: [StockAdjustmentInput!]!, $idempotencyKey: String!) {
  adjustStock(input: $input, idempotencyKey: $idempotencyKey) {
    __typename
    ... on AdjustStockPayload {
      levels {
        onHand
        reserved
        available
        warehouse {
          code
          __typename
        }
        __typename
      }
      __typename
    }
    ... on UserError {
      code
      message
      __typename
    }
  }
}` as TypedDocument<AdjustStockMutation, AdjustStockMutationVariables>;

export const WatchOrder = `subscription WatchOrder($id: ID!) {
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
        __typename
      }
      __typename
    }
    shipments {
      carrier
      trackingCode
      deliveredAt
      __typename
    }
    allowedActions
    __typename
  }
}` as TypedDocument<WatchOrderSubscription, WatchOrderSubscriptionVariables>;

export const WatchOrders = `subscription WatchOrders($filter: OrderFilter) {
  ordersChanged(filter: $filter) {
    id
    number
    status
    version
    placedAt
    total {
      amount
      currency
      __typename
    }
    __typename
  }
}` as TypedDocument<WatchOrdersSubscription, WatchOrdersSubscriptionVariables>;

export const Quote = `query Quote($currency: Currency!, $lines: [OrderLineInput!]!, $country: CountryCode!) {
  quote(currency: $currency, lines: $lines, country: $country) {
    __typename
    ... on Quote {
      total {
        amount
        currency
        __typename
      }
      subtotal {
        amount
        __typename
      }
      shipping {
        amount
        __typename
      }
      tax {
        amount
        __typename
      }
      lines {
        sku
        quantity
        available
        unitPrice {
          amount
          __typename
        }
        total {
          amount
          __typename
        }
        __typename
      }
      __typename
    }
    ... on UserError {
      code
      message
      __typename
    }
  }
}` as TypedDocument<QuoteQuery, QuoteQueryVariables>;

export const PlaceOrder = `mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    __typename
    ...OrderParts
    ... on UserError {
      code
      message
      __typename
    }
    ... on InsufficientStockError {
      shortages {
        sku
        requested
        available
        __typename
      }
      order {
        ...OrderParts
        __typename
      }
      __typename
    }
    ... on PaymentDeclinedError {
      declineCode
      order {
        ...OrderParts
        __typename
      }
      __typename
    }
    ... on PriceChangedError {
      quote {
        total {
          amount
          __typename
        }
        __typename
      }
      __typename
    }
    ... on UnknownProductError {
      skus
      __typename
    }
    ... on ValidationError {
      fields {
        path
        message
        __typename
      }
      __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<PlaceOrderMutation, PlaceOrderMutationVariables>;

export const Order = `query Order($id: ID!) {
  order(id: $id) {
    ...OrderDetail
    shipments {
      warehouse {
        code
        name
        __typename
      }
      lines {
        sku
        quantity
        __typename
      }
      __typename
    }
    __typename
  }
}

fragment OrderDetail on Order {
  ...OrderParts
  subtotal {
    amount
    __typename
  }
  shipping {
    amount
    __typename
  }
  tax {
    amount
    __typename
  }
  customer {
    id
    name
    email
    __typename
  }
  shippingAddress {
    recipient
    city
    country
    __typename
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    unitPrice {
      amount
      __typename
    }
    total {
      amount
      __typename
    }
    product {
      sku
      name
      available
      __typename
    }
    __typename
  }
  shipments {
    id
    carrier
    trackingCode
    deliveredAt
    __typename
  }
  timeline {
    type
    from
    to
    actor
    __typename
  }
  __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<OrderQuery, OrderQueryVariables>;

export const OrderByNumber = `query OrderByNumber($number: String!) {
  orderByNumber(number: $number) {
    ...OrderParts
    __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<OrderByNumberQuery, OrderByNumberQueryVariables>;

export const Orders = `query Orders($first: Int, $after: String, $filter: OrderFilter) {
  orders(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      endCursor
      __typename
    }
    edges {
      cursor
      node {
        ...OrderDetail
        __typename
      }
      __typename
    }
    __typename
  }
}

fragment OrderDetail on Order {
  ...OrderParts
  subtotal {
    amount
    __typename
  }
  shipping {
    amount
    __typename
  }
  tax {
    amount
    __typename
  }
  customer {
    id
    name
    email
    __typename
  }
  shippingAddress {
    recipient
    city
    country
    __typename
  }
  lines {
    id
    sku
    name
    quantity
    shippedQuantity
    unitPrice {
      amount
      __typename
    }
    total {
      amount
      __typename
    }
    product {
      sku
      name
      available
      __typename
    }
    __typename
  }
  shipments {
    id
    carrier
    trackingCode
    deliveredAt
    __typename
  }
  timeline {
    type
    from
    to
    actor
    __typename
  }
  __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<OrdersQuery, OrdersQueryVariables>;

export const CancelOrder = `mutation CancelOrder($id: ID!, $reason: String!, $expectedVersion: Int) {
  cancelOrder(id: $id, reason: $reason, expectedVersion: $expectedVersion) {
    __typename
    ...OrderParts
    ... on UserError {
      code
      message
      __typename
    }
    ... on OrderStateError {
      orderStatus: status
      __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<CancelOrderMutation, CancelOrderMutationVariables>;

export const ShipOrder = `mutation ShipOrder($input: ShipOrderInput!) {
  shipOrder(input: $input) {
    __typename
    ...OrderParts
    ... on UserError {
      code
      message
      __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<ShipOrderMutation, ShipOrderMutationVariables>;

export const DeliverOrder = `mutation DeliverOrder($id: ID!, $shipmentId: ID, $expectedVersion: Int) {
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
      __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<DeliverOrderMutation, DeliverOrderMutationVariables>;

export const OrderAfterwards = `query OrderAfterwards($id: ID!) {
  order(id: $id) {
    ...OrderParts
    payment {
      refunded {
        amount
        __typename
      }
      __typename
    }
    lines {
      sku
      quantity
      shippedQuantity
      cancelledQuantity
      returnedQuantity
      __typename
    }
    shippingAddress {
      recipient
      line1
      city
      postalCode
      country
      __typename
    }
    shipments {
      id
      deliveredAt
      warehouse {
        code
        __typename
      }
      __typename
    }
    refunds {
      ...RefundParts
      __typename
    }
    attention {
      since
      step
      reason
      __typename
    }
    __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}

fragment RefundParts on Refund {
  id
  status
  reason
  createdAt
  amount {
    amount
    currency
    __typename
  }
  lines {
    sku
    quantity
    restocked
    __typename
  }
  __typename
}` as TypedDocument<OrderAfterwardsQuery, OrderAfterwardsQueryVariables>;

export const RefundOrder = `mutation RefundOrder($input: RefundOrderInput!) {
  refundOrder(input: $input) {
    __typename
    ... on Order {
      ...OrderParts
      payment {
        refunded {
          amount
          __typename
        }
        __typename
      }
      refunds {
        ...RefundParts
        __typename
      }
      __typename
    }
    ... on UserError {
      code
      message
      __typename
    }
    ... on RefundTooLargeError {
      refundable {
        amount
        currency
        __typename
      }
      __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}

fragment RefundParts on Refund {
  id
  status
  reason
  createdAt
  amount {
    amount
    currency
    __typename
  }
  lines {
    sku
    quantity
    restocked
    __typename
  }
  __typename
}` as TypedDocument<RefundOrderMutation, RefundOrderMutationVariables>;

export const ReviewOrder = `mutation ReviewOrder($id: ID!, $approve: Boolean!, $note: String!, $expectedVersion: Int) {
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
      __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<ReviewOrderMutation, ReviewOrderMutationVariables>;

export const ResolveOrder = `mutation ResolveOrder($id: ID!, $action: ResolveAction!, $note: String!, $expectedVersion: Int) {
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
      __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<ResolveOrderMutation, ResolveOrderMutationVariables>;

export const UpdateShippingAddress = `mutation UpdateShippingAddress($orderId: ID!, $address: AddressInput!, $expectedVersion: Int) {
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
      __typename
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
    __typename
  }
  payment {
    status
    brand
    last4
    captured {
      amount
      __typename
    }
    nextAction {
      redirectUrl
      expiresAt
      __typename
    }
    __typename
  }
  allowedActions
  __typename
}` as TypedDocument<UpdateShippingAddressMutation, UpdateShippingAddressMutationVariables>;

export const WebhookEndpoints = `query WebhookEndpoints($first: Int, $after: String) {
  webhookEndpoints {
    ...EndpointSummary
    deliveries(first: $first, after: $after) {
      edges {
        cursor
        node {
          ...DeliverySummary
          __typename
        }
        __typename
      }
      pageInfo {
        hasNextPage
        endCursor
        __typename
      }
      __typename
    }
    __typename
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
  __typename
}

fragment EndpointSummary on WebhookEndpoint {
  id
  url
  events
  enabled
  disabledReason
  createdAt
  __typename
}` as TypedDocument<WebhookEndpointsQuery, WebhookEndpointsQueryVariables>;

export const CreateWebhookEndpoint = `mutation CreateWebhookEndpoint($input: WebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    __typename
    ... on WebhookEndpointCreated {
      signingSecret
      endpoint {
        ...EndpointSummary
        __typename
      }
      __typename
    }
    ... on UserError {
      code
      message
      __typename
    }
    ... on ValidationError {
      fields {
        path
        message
        __typename
      }
      __typename
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
  __typename
}` as TypedDocument<CreateWebhookEndpointMutation, CreateWebhookEndpointMutationVariables>;

export const UpdateWebhookEndpoint = `mutation UpdateWebhookEndpoint($id: ID!, $input: UpdateWebhookEndpointInput!) {
  updateWebhookEndpoint(id: $id, input: $input) {
    __typename
    ... on WebhookEndpoint {
      ...EndpointSummary
      __typename
    }
    ... on UserError {
      code
      message
      __typename
    }
    ... on ValidationError {
      fields {
        path
        message
        __typename
      }
      __typename
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
  __typename
}` as TypedDocument<UpdateWebhookEndpointMutation, UpdateWebhookEndpointMutationVariables>;

export const RotateWebhookSecret = `mutation RotateWebhookSecret($id: ID!, $overlapSeconds: Int) {
  rotateWebhookSecret(id: $id, overlapSeconds: $overlapSeconds) {
    __typename
    ... on WebhookEndpointCreated {
      signingSecret
      endpoint {
        ...EndpointSummary
        __typename
      }
      __typename
    }
    ... on UserError {
      code
      message
      __typename
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
  __typename
}` as TypedDocument<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;

export const DeleteWebhookEndpoint = `mutation DeleteWebhookEndpoint($id: ID!) {
  deleteWebhookEndpoint(id: $id) {
    __typename
    ... on WebhookEndpoint {
      ...EndpointSummary
      __typename
    }
    ... on UserError {
      code
      message
      __typename
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
  __typename
}` as TypedDocument<DeleteWebhookEndpointMutation, DeleteWebhookEndpointMutationVariables>;

export const RedeliverWebhook = `mutation RedeliverWebhook($deliveryId: ID!) {
  redeliverWebhook(deliveryId: $deliveryId) {
    __typename
    ... on WebhookDelivery {
      ...DeliverySummary
      __typename
    }
    ... on UserError {
      code
      message
      __typename
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
  __typename
}` as TypedDocument<RedeliverWebhookMutation, RedeliverWebhookMutationVariables>;

export const WebhookEventTypes = `query WebhookEventTypes {
  webhookEventTypes {
    name
    description
    schema
    sample
    __typename
  }
}` as TypedDocument<WebhookEventTypesQuery, WebhookEventTypesQueryVariables>;

export const SendTestWebhook = `mutation SendTestWebhook($endpointId: ID!) {
  sendTestWebhook(endpointId: $endpointId) {
    __typename
    ... on WebhookDelivery {
      ...DeliverySummary
      __typename
    }
    ... on UserError {
      code
      message
      __typename
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
  __typename
}` as TypedDocument<SendTestWebhookMutation, SendTestWebhookMutationVariables>;