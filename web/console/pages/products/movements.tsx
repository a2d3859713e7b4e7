import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useData } from '../../api/hooks';
import { Reference } from '../../app/reference';
import { StockMovementsDocument, type StockMovementsQuery } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Written } from '../../ui/cells';
import { type Column, DataTable } from '../../ui/data-table';
import { Pager } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { Time } from '../../ui/time';

type Movement = NonNullable<StockMovementsQuery['stockMovements']>['nodes'][number];

const route = getRouteApi('/products/$sku');
const movementsPerPage = 20;

/** An order's id, as movements of reservations and shipments have it. */
const orderId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

function Cause({ text }: { readonly text: string | null }) {
  const id = text && orderId.exec(text)?.[0];
  return id ? <Reference text={`Order:${id}`} /> : text;
}

function useColumns(): readonly Column<Movement>[] {
  const t = useTexts();
  const { change } = useFormats();
  return useMemo(
    () => [
      { id: 'at', header: t.lists.at, cell: ({ at }) => <Time at={at} exact /> },
      { id: 'kind', header: t.products.kind, cell: ({ kind }) => t.products.kinds[kind] ?? kind },
      {
        id: 'warehouse',
        header: t.products.warehouse,
        from: 'sm',
        cell: ({ warehouse }) => <Written>{warehouse.name}</Written>,
      },
      {
        id: 'onHand',
        header: t.products.onHandChange,
        isNumber: true,
        cell: ({ onHandDelta }) => change(onHandDelta),
      },
      {
        id: 'reserved',
        header: t.products.reservedChange,
        isNumber: true,
        from: 'sm',
        cell: ({ reservedDelta }) => change(reservedDelta),
      },
      {
        id: 'reference',
        header: t.products.reference,
        from: 'xl',
        cell: ({ reference }) => <Cause text={reference} />,
      },
    ],
    [t, change],
  );
}

export function Movements({ sku }: { readonly sku: string }) {
  const t = useTexts();
  const search = route.useSearch();
  const columns = useColumns();
  const after = search.after ?? null;
  const loaded = useData(StockMovementsDocument, { sku, first: movementsPerPage, after });
  const movements = loaded.data?.stockMovements;
  return (
    <Panel
      title={t.products.movements}
      loaded={loaded}
      count={movements?.nodes.length}
      none={t.products.noMovements}
    >
      <DataTable caption={t.products.movements} columns={columns} rows={movements?.nodes} />
      {movements && (
        <Pager list={`movements ${sku}`} search={search} pageInfo={movements.pageInfo} />
      )}
    </Panel>
  );
}
