import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { OrderRowFragment } from '../../generated/documents';
import type { Texts } from '../../texts/en';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { Written } from '../../ui/cells';
import type { Column } from '../../ui/data-table';
import { Money } from '../../ui/money';
import { Time } from '../../ui/time';
import type { OrderSearch } from './order-search';
import { OrderStatusBadge, PaymentStatusBadge } from './status';

/** Those that the viewer may hide. */
export const optionalColumns = [
  'payment',
  'recipient',
  'destination',
  'placed',
  'updated',
] as const;

/** Only a column that the viewer can show again is hidden. */
export function hiddenColumns({ hide = '' }: OrderSearch): ReadonlySet<string> {
  const named = hide.split(',');
  return new Set(optionalColumns.filter((id) => named.includes(id)));
}

function OrderCell({ order }: { readonly order: OrderRowFragment }) {
  const t = useTexts();
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Link
        to="/orders/$id"
        params={{ id: order.id }}
        data-main
        className="link font-medium whitespace-nowrap"
      >
        {order.number}
      </Link>
      {order.attention && <Badge tone="warn">{t.orders.waits}</Badge>}
    </span>
  );
}

const columnsIn = (
  t: Texts,
  countryName: (code: string) => string,
): readonly Column<OrderRowFragment>[] => [
  { id: 'number', header: t.orders.number, cell: (order) => <OrderCell order={order} /> },
  {
    id: 'status',
    header: t.orders.status,
    cell: ({ status }) => <OrderStatusBadge status={status} />,
  },
  {
    id: 'payment',
    header: t.orders.payment,
    from: 'lg',
    cell: ({ payment }) => <PaymentStatusBadge status={payment.status} />,
  },
  {
    id: 'recipient',
    header: t.orders.recipient,
    from: 'md',
    cell: ({ shippingAddress }) => <Written>{shippingAddress.recipient}</Written>,
  },
  {
    id: 'destination',
    header: t.orders.destination,
    from: 'xl',
    cell: ({ shippingAddress: { city, country } }) => (
      <Written>{`${city}, ${countryName(country)}`}</Written>
    ),
  },
  {
    id: 'placed',
    header: t.orders.placed,
    from: 'sm',
    cell: ({ placedAt }) => <Time at={placedAt} />,
  },
  {
    id: 'updated',
    header: t.orders.updated,
    from: 'xl',
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
  },
  {
    id: 'total',
    header: t.orders.total,
    isNumber: true,
    cell: ({ total }) => <Money value={total} />,
  },
];

const riskIn = (t: Texts, number: (value: number) => string): Column<OrderRowFragment> => ({
  id: 'risk',
  header: t.orders.risk,
  isNumber: true,
  cell: ({ risk }) => risk && number(risk.score),
});

/** @param hasRisk whether the score of each order is a column. */
export function useOrderColumns(hasRisk = false): readonly Column<OrderRowFragment>[] {
  const t = useTexts();
  const { country, number } = useFormats();
  return useMemo(() => {
    const columns = columnsIn(t, country);
    return hasRisk ? [...columns, riskIn(t, number)] : columns;
  }, [t, country, number, hasRisk]);
}
