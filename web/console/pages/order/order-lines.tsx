import { Link } from '@tanstack/react-router';
import type { OrderDetailFragment } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Id } from '../../ui/cells';
import type { Column } from '../../ui/data-table';
import { DataTable } from '../../ui/data-table';
import { Money } from '../../ui/money';
import { Section } from '../../ui/page';

type Line = OrderDetailFragment['lines'][number];

function LineName({ line }: { readonly line: Line }) {
  return (
    <span className="block min-w-36">
      <Link
        to="/products/$sku"
        params={{ sku: line.sku }}
        data-main
        className="link font-medium wrap-anywhere"
      >
        {line.name}
      </Link>
      <Id>{line.sku}</Id>
    </span>
  );
}

function useLineColumns(lines: readonly Line[]): Column<Line>[] {
  const t = useTexts();
  const { number } = useFormats();
  const has = (name: 'cancelledQuantity' | 'returnedQuantity') =>
    lines.some((line) => line[name] > 0);
  const quantity = (
    name: keyof Line & `${string}uantity`,
    header: string,
    from?: 'sm',
  ): Column<Line> => ({
    id: name,
    header,
    isNumber: true,
    from,
    cell: (line) => number(line[name] as number),
  });
  return [
    { id: 'name', header: t.order.product, cell: (line) => <LineName line={line} /> },
    quantity('quantity', t.order.ordered),
    quantity('shippedQuantity', t.order.shipped, 'sm'),
    ...(has('cancelledQuantity') ? [quantity('cancelledQuantity', t.order.cancelled)] : []),
    ...(has('returnedQuantity') ? [quantity('returnedQuantity', t.order.returned)] : []),
    {
      id: 'price',
      header: t.order.unitPrice,
      isNumber: true,
      from: 'sm',
      cell: ({ unitPrice }) => <Money value={unitPrice} />,
    },
    {
      id: 'total',
      header: t.orders.total,
      isNumber: true,
      cell: ({ total }) => <Money value={total} />,
    },
  ];
}

export function OrderLines({ order }: { readonly order: OrderDetailFragment }) {
  const t = useTexts();
  const columns = useLineColumns(order.lines);
  const sums = [
    [t.order.subtotal, order.subtotal],
    [t.order.shipping, order.shipping],
    [t.order.tax, order.tax],
  ] as const;
  return (
    <Section title={t.order.lines} isFlush>
      <DataTable caption={t.order.lines} columns={columns} rows={order.lines} />
      <div className="border-t border-line">
        <dl className="ml-auto grid w-full max-w-64 gap-1 px-4 py-3">
          {sums.map(([name, value]) => (
            <div key={name} className="flex justify-between gap-4">
              <dt className="text-soft">{name}</dt>
              <dd>
                <Money value={value} />
              </dd>
            </div>
          ))}
          <div className="flex justify-between gap-4 font-semibold">
            <dt>{t.orders.total}</dt>
            <dd>
              <Money value={order.total} />
            </dd>
          </div>
        </dl>
      </div>
      {order.note && (
        <p className="border-t border-line px-4 py-3">
          <span className="text-soft">{t.order.buyerNote}</span> {order.note}
        </p>
      )}
    </Section>
  );
}
