import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useData, usePolling } from '../../api/hooks';
import { BulkActionsDocument, type BulkActionsQuery } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { type Column, DataTable } from '../../ui/data-table';
import { ListBody } from '../../ui/list-body';
import { Page } from '../../ui/page';
import { Pager } from '../../ui/pager';
import { Time } from '../../ui/time';
import { isUnderWay, pollMs } from './under-way';

type Row = NonNullable<BulkActionsQuery['bulkActions']>['nodes'][number];

const route = getRouteApi('/bulk');
const actionsPerPage = 25;

function useColumns(): readonly Column<Row>[] {
  const t = useTexts();
  const { number } = useFormats();
  return useMemo(
    () => [
      {
        id: 'action',
        header: t.bulk.action,
        cell: ({ id, action, reason }) => (
          <>
            <Link to="/bulk/$id" params={{ id }} search={{}} data-main className="link font-medium">
              {t.bulk.actions[action].name}
            </Link>
            <span className="block text-[0.8125rem] text-soft wrap-anywhere">{reason}</span>
          </>
        ),
      },
      {
        id: 'at',
        header: t.lists.at,
        from: 'sm',
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
      {
        id: 'state',
        header: t.orders.status,
        from: 'sm',
        cell: ({ state }) => t.bulk.states[state],
      },
      {
        id: 'result',
        header: t.bulk.result,
        cell: ({ succeeded, failed, total }) =>
          t.bulk.progress(number(succeeded), number(failed), number(total)),
      },
    ],
    [t, number],
  );
}

/** The bulk actions of the viewer, newest first; for administrators, those of everybody. */
export function BulkActionsPage() {
  const t = useTexts();
  const search = route.useSearch();
  const columns = useColumns();
  const after = search.after ?? null;
  const loaded = useData(BulkActionsDocument, { first: actionsPerPage, after });
  const actions = loaded.data?.bulkActions;
  usePolling(actions?.nodes.some(isUnderWay) === true, loaded.reload, pollMs);
  return (
    <Page
      title={t.bulk.list}
      lead={
        <p>
          <Link to="/orders" search={{}} className="link">
            {t.order.back}
          </Link>
        </p>
      }
    >
      <ListBody
        loaded={loaded}
        count={actions?.nodes.length}
        empty={{ title: t.bulk.listEmpty, hint: t.bulk.listEmptyHint }}
      >
        <DataTable caption={t.bulk.list} columns={columns} rows={actions?.nodes} />
        {actions && <Pager list="bulk actions" search={search} pageInfo={actions.pageInfo} />}
      </ListBody>
    </Page>
  );
}
