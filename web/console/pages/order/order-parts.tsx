import { Link } from '@tanstack/react-router';
import type { OrderDetailFragment, PaymentStatus } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { Email, Id } from '../../ui/cells';
import { Money } from '../../ui/money';
import { Fact, Facts, Section } from '../../ui/page';
import { PostalCodeWarning } from '../../ui/postal-code-warning';
import { Time } from '../../ui/time';
import { PaymentStatusBadge, RefundStatusBadge } from '../orders/status';

interface PartProps {
  readonly order: OrderDetailFragment;
}

const unauthorized: readonly PaymentStatus[] = ['NONE', 'PENDING', 'ACTION_REQUIRED', 'DECLINED'];

export function Payment({ order, isStaff }: PartProps & { readonly isStaff: boolean }) {
  const t = useTexts();
  const { status, brand, last4, amount, captured, refunded, reference } = order.payment;
  return (
    <Section title={t.orders.payment}>
      <Facts>
        <Fact name={t.orders.status}>
          <PaymentStatusBadge status={status} />
        </Fact>
        {last4 && <Fact name={t.order.card}>{`${brand ?? ''} •••• ${last4}`.trim()}</Fact>}
        {!unauthorized.includes(status) && (
          <Fact name={t.order.authorized}>
            <Money value={amount} />
          </Fact>
        )}
        <Fact name={t.order.captured}>
          <Money value={captured} />
        </Fact>
        <Fact name={t.order.refunded}>
          <Money value={refunded} />
        </Fact>
        {isStaff && reference && (
          <Fact name={t.order.reference}>
            <code className="font-mono text-[0.8125rem]">{reference}</code>
          </Fact>
        )}
      </Facts>
    </Section>
  );
}

export function Customer({ order, mayOpen }: PartProps & { readonly mayOpen: boolean }) {
  const t = useTexts();
  const { country } = useFormats();
  const { customer, shippingAddress } = order;
  const { recipient, line1, line2, postalCode, city, region, phone } = shippingAddress;
  return (
    <Section title={t.order.delivery}>
      <address className="not-italic">
        {[
          recipient,
          line1,
          line2,
          `${postalCode} ${city}`,
          region,
          country(shippingAddress.country),
        ]
          .filter(Boolean)
          .map((line) => (
            <span key={line} className="block wrap-anywhere">
              {line}
            </span>
          ))}
        {phone && <span className="block">{phone}</span>}
      </address>
      <PostalCodeWarning address={shippingAddress} />
      {customer && mayOpen && (
        <p className="mt-3 border-t border-line pt-3">
          <span className="block text-soft">{t.order.customer}</span>
          <Link to="/accounts/$id" params={{ id: customer.id }} className="link font-medium">
            {customer.name}
          </Link>
          <span className="block">
            <Email>{customer.email}</Email>
          </span>
        </p>
      )}
    </Section>
  );
}

const unitsOf = (lines: readonly { sku: string; quantity: number }[]): string =>
  lines.map(({ sku, quantity }) => `${sku}: ${quantity}`).join(', ');

export function Shipments({ order: { shipments } }: PartProps) {
  const t = useTexts();
  if (shipments.length === 0) return null;
  return (
    <Section title={t.order.shipments}>
      <ul className="divide-y divide-line">
        {shipments.map((shipment) => (
          <li key={shipment.id} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
            <span className="flex flex-wrap items-center justify-between gap-2">
              <span className="min-w-0 font-medium">
                {shipment.carrier}{' '}
                <TrackingCode code={shipment.trackingCode} url={shipment.trackingUrl} />
              </span>
              <Badge tone={shipment.deliveredAt ? 'good' : 'accent'}>
                {shipment.deliveredAt ? t.order.arrived : t.order.underWay}
              </Badge>
            </span>
            <span>{unitsOf(shipment.lines)}</span>
            <span className="text-soft">
              {shipment.warehouse && `${shipment.warehouse.name} · `}
              <Time at={shipment.deliveredAt ?? shipment.shippedAt} exact />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Links lead to other sites only by http or https. */
function TrackingCode({ code, url }: { readonly code: string; readonly url: string | null }) {
  if (url === null || !/^https?:\/\//.test(url)) return <span className="font-mono">{code}</span>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="link font-mono">
      {code}
    </a>
  );
}

export function Refunds({ order: { refunds } }: PartProps) {
  const t = useTexts();
  if (refunds.length === 0) return null;
  return (
    <Section title={t.order.refunds}>
      <ul className="divide-y divide-line">
        {refunds.map((refund) => (
          <li key={refund.id} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
            <span className="flex flex-wrap items-center justify-between gap-2">
              <span className="font-medium">
                <Money value={refund.amount} />
              </span>
              <RefundStatusBadge status={refund.status} />
            </span>
            <span className="wrap-anywhere">{refund.reason}</span>
            <span className="text-soft">
              {refund.lines.length > 0 && `${t.order.cameBack(unitsOf(refund.lines))} · `}
              <Time at={refund.createdAt} exact />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function Allocations({ order: { allocations } }: PartProps) {
  const t = useTexts();
  const { number } = useFormats();
  if (!allocations || allocations.length === 0) return null;
  return (
    <Section title={t.order.allocations}>
      <ul className="flex flex-col gap-1">
        {allocations.map(({ sku, quantity, warehouse }) => (
          <li
            key={`${sku} ${warehouse.code}`}
            className="grid grid-cols-[minmax(7rem,2fr)_3fr] gap-4"
          >
            <Id>{sku}</Id>
            <span className="min-w-0 text-right wrap-anywhere">
              {warehouse.name}: {number(quantity)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
