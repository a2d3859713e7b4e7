import type { Language } from '../../../../mail/letter';
import type { OrderLines } from '../../../../mail/order-lines';
import type { RenderedMail } from '../../../../mail/render';
import { renderMail } from '../../../../mail/templates';
import { assertNever } from '../../../../platform/values/assert-never';
import { decimalFromMinor } from '../../../../platform/values/money';
import { skuKey } from '../../domain/order-input';
import { mailedLinesMax, type OrderMailKind } from '../../domain/order-mail';
import type { MailedEvent } from '../../store/order-mails';
import type { OrderLineRow, ShippedParcel } from '../../store/order-reads';

/** The data of a mail about an order. */
export interface OrderMailFacts {
  readonly event: MailedEvent;
  readonly lines: readonly OrderLineRow[];
  readonly parcels: readonly ShippedParcel[];
  /** The page that shows orders; null if there is none. */
  readonly orderPage: string | null;
}

function orderUrlOf({ orderPage, event }: OrderMailFacts): string | null {
  if (orderPage === null) return null;
  const url = new URL(orderPage);
  url.searchParams.set('orderId', event.order.id);
  return url.href;
}

const locales: Readonly<Record<Language, string>> = { EN: 'en', DE: 'de' };

/** An amount as people of the language write it. */
export function moneyText(minor: bigint, currency: string, language: Language): string {
  const decimal = decimalFromMinor(minor, currency);
  const digits = decimal.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(decimal as Intl.StringNumericLiteral);
}

/** The name of a country; the code itself if it belongs to none, as that of an imported order. */
function countryText(code: string, language: Language): string {
  return new Intl.DisplayNames(locales[language], { type: 'region' }).of(code) ?? code;
}

function shown(lines: OrderLines['lines']): OrderLines {
  return {
    lines: lines.slice(0, mailedLinesMax),
    more: Math.max(0, lines.length - mailedLinesMax),
  };
}

/** @throws Error if the facts lack what the mail is about. */
export function renderOrderMail(
  kind: OrderMailKind,
  facts: OrderMailFacts,
  language: Language,
): RenderedMail {
  switch (kind) {
    case 'order_confirmed':
      return confirmed(facts, language);
    case 'order_shipped':
      return shipped(facts, language);
    case 'order_cancelled':
      return cancelled(facts, language);
    case 'order_refunded':
      return refunded(facts, language);
    default:
      return assertNever(kind);
  }
}

function confirmed(facts: OrderMailFacts, language: Language): RenderedMail {
  const { lines } = facts;
  const { order } = facts.event;
  const money = (minor: bigint) => moneyText(minor, order.currency, language);
  const { recipient, line1, line2, postalCode, city, region, country } = order.shippingAddress;
  const place = [`${postalCode} ${city}`, region, countryText(country, language)];
  const address = [recipient, line1, line2, ...place];
  return renderMail('order_confirmed', language, {
    ...shown(
      lines.map(({ name, quantity, unitPriceMinor }) => ({
        name,
        quantity: String(quantity),
        total: money(unitPriceMinor * BigInt(quantity)),
      })),
    ),
    number: order.number,
    orderUrl: orderUrlOf(facts),
    subtotal: money(order.subtotalMinor),
    shipping: money(order.shippingMinor),
    tax: money(order.taxMinor),
    total: money(order.totalMinor),
    address: address.flatMap((line) => line || []),
  });
}

/** All parcels of one event have the same carrier and code; the event and they have the same time. */
function shipped(facts: OrderMailFacts, language: Language): RenderedMail {
  const { event, lines, parcels } = facts;
  const sent = parcels.filter(({ shippedAt }) => shippedAt.getTime() === event.at.getTime());
  const [parcel] = sent;
  if (parcel === undefined) throw new Error(`Order ${event.order.id} lacks its shipment.`);
  const units = (sku: string) =>
    sent
      .flatMap((one) => one.lines)
      .filter((line) => skuKey(line.sku) === skuKey(sku))
      .reduce((sum, { quantity }) => sum + quantity, 0);
  const { carrier, trackingCode, trackingUrl } = parcel;
  return renderMail('order_shipped', language, {
    ...shown(
      lines
        .map(({ name, sku }) => ({ name, quantity: units(sku), total: null }))
        .filter(({ quantity }) => quantity > 0)
        .map((line) => ({ ...line, quantity: String(line.quantity) })),
    ),
    number: event.order.number,
    orderUrl: orderUrlOf(facts),
    carrier,
    trackingCode,
    trackingUrl,
    isPart: event.status === 'PARTIALLY_SHIPPED',
  });
}

function cancelled(facts: OrderMailFacts, language: Language): RenderedMail {
  const { event, lines } = facts;
  const isRest = event.type === 'order.rest_cancelled';
  return renderMail('order_cancelled', language, {
    ...shown(
      lines
        .map(({ name, quantity, cancelledQuantity }) => ({
          name,
          total: null,
          count: isRest ? cancelledQuantity : quantity,
        }))
        .filter(({ count }) => count > 0)
        .map(({ name, total, count }) => ({ name, total, quantity: String(count) })),
    ),
    number: event.order.number,
    orderUrl: orderUrlOf(facts),
    isRest,
  });
}

function refunded(facts: OrderMailFacts, language: Language): RenderedMail {
  const { order, refundMinor } = facts.event;
  if (refundMinor === null) throw new Error(`Order ${order.id} lacks its refund.`);
  const amount = moneyText(refundMinor, order.currency, language);
  return renderMail('order_refunded', language, {
    number: order.number,
    orderUrl: orderUrlOf(facts),
    amount,
  });
}
