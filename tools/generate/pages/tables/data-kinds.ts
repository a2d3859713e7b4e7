/** What a column tells about a person: KIND of `// data: KIND` behind it in a Prisma schema. */
export interface DataKind {
  readonly what: string;
  readonly why: string;
  readonly seenBy: string;
  /** What `eraseAccount` does with it. */
  readonly erased: string;
}

const ownerAndSupport = 'its owner, SUPPORT, ADMIN';
const withAccount = 'deleted with the account';

export const dataKinds: Readonly<Record<string, DataKind>> = {
  account: {
    what: 'the id of an account or API key, or its roles and scopes',
    why: 'to know whose a row is, who did what and who may do what',
    seenBy: `${ownerAndSupport}; of staff that acted on an order all staff`,
    erased:
      'the rows of the account are deleted; its id stays in orders and in the audit log, and no longer identifies a person',
  },
  name: {
    what: 'the name of a person',
    why: 'to address mails and parcels',
    seenBy: ownerAndSupport,
    erased: withAccount,
  },
  contact: {
    what: 'an e-mail address or a phone number, encrypted; the keyed hash of an e-mail address',
    why: 'to sign in, to send mails, to deliver',
    seenBy: ownerAndSupport,
    erased: withAccount,
  },
  postal: {
    what: 'a postal address, encrypted but for recipient and country; in `shipping_address` with the phone number of the recipient',
    why: 'to deliver, and to compute taxes',
    seenBy: `${ownerAndSupport}; that of an order WAREHOUSE too`,
    erased: 'deleted with the account; of an order only the country stays, for taxes',
  },
  credential: {
    what: 'a secret, hashed or encrypted, or the first characters of one',
    why: 'to check who signs in or calls',
    seenBy: 'nobody; the first characters of an API key its owner',
    erased: withAccount,
  },
  preference: {
    what: 'a choice, such as a language',
    why: 'to show and send what was chosen',
    seenBy: ownerAndSupport,
    erased: withAccount,
  },
  activity: {
    what: 'what was done, and when',
    why: 'security, support, accounting',
    seenBy: `${ownerAndSupport}; times and events of an order WAREHOUSE too; the audit log ADMIN, and its owner in an export`,
    erased: 'deleted with the account; of orders and in the audit log it stays, without a name',
  },
  purchase: {
    what: 'what was ordered, for how much, and how the order ended',
    why: 'to fulfil the contract, and accounting',
    seenBy: 'its owner, staff; partners receive events of their own orders by webhooks',
    erased: 'stays, as accounting demands, and no longer identifies a person',
  },
  delivery: {
    what: 'how a parcel is found at its carrier',
    why: 'to follow it',
    seenBy: 'its owner, staff',
    erased: 'tracking codes and URLs are deleted; carrier and warehouse stay',
  },
  payment: {
    what: "amounts, the provider's token and ids, brand and last four digits of a card; never a card number",
    why: 'to take and refund money',
    seenBy: `${ownerAndSupport}; ids of the provider staff only; tokens nobody`,
    erased:
      'brand, last four digits, token and return URL are deleted; ids of the provider as soon as no money can be captured, refunded or released, those of captured payments `orders.erasedPaymentDays` after the last change, because banks return refunds late; amounts stay',
  },
  suspicion: {
    what: 'how suspicious an order looked, and the counts of earlier orders that say so; keyed hashes of its shipping address, network address and card',
    why: 'to find fraud',
    seenBy: 'SUPPORT, ADMIN',
    erased: 'deleted',
  },
  text: {
    what: 'free text, which may say anything',
    why: 'to tell others something about an order, an account or a key',
    seenBy: 'who may see the object',
    erased: 'deleted, or replaced by `erased`',
  },
  none: { what: 'nothing about a person', why: '', seenBy: '', erased: '' },
};
