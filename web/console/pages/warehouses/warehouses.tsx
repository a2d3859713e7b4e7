import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useData, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import { WarehouseListDocument, type WarehouseRowFragment } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { Button, buttonClass } from '../../ui/button';
import { Id } from '../../ui/cells';
import { actionsColumn, type Column, DataTable } from '../../ui/data-table';
import { ListBody } from '../../ui/list-body';
import { Menu, MenuItem } from '../../ui/menu';
import { Page } from '../../ui/page';
import { type OpenAction, WarehouseDialog } from './warehouse-dialogs';

const route = getRouteApi('/warehouses');
const codeOf = ({ code }: WarehouseRowFragment): string => code;

export function WarehouseState({ active }: Pick<WarehouseRowFragment, 'active'>) {
  const t = useTexts();
  return (
    <Badge tone={active ? 'good' : 'neutral'}>
      {active ? t.warehouses.open : t.warehouses.closed}
    </Badge>
  );
}

function useColumns(open: (opened: OpenAction) => void): readonly Column<WarehouseRowFragment>[] {
  const t = useTexts();
  const { country } = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t.lists.name,
        cell: ({ code, name }) => (
          <>
            <span className="block font-medium wrap-anywhere">{name}</span>
            <Id>{code}</Id>
          </>
        ),
      },
      {
        id: 'country',
        header: t.warehouses.country,
        from: 'sm',
        cell: (warehouse) => country(warehouse.country),
      },
      {
        id: 'state',
        header: t.lists.state,
        cell: ({ active }) => <WarehouseState active={active} />,
      },
      actionsColumn((warehouse) => <RowActions warehouse={warehouse} open={open} />),
    ],
    [t, country, open],
  );
}

interface RowActionsProps {
  readonly warehouse: WarehouseRowFragment;
  readonly open: (opened: OpenAction) => void;
}

/** A menu for those who may change the warehouse, and a link for those who may only count. */
function RowActions({ warehouse, open }: RowActionsProps) {
  const t = useTexts();
  const viewer = useViewer();
  const navigate = route.useNavigate();
  const { code, name, active } = warehouse;
  const count = { to: '/warehouses/$code/count', params: { code } } as const;
  if (!may(viewer, 'editWarehouses')) {
    return (
      may(viewer, 'adjustStock') && (
        <Link {...count} className={buttonClass()} aria-label={`${t.warehouses.count} ${name}`}>
          {t.warehouses.count}
        </Link>
      )
    );
  }
  return (
    <Menu label={t.lists.actions} accessibleName={`${t.lists.actions} ${name}`}>
      <MenuItem onClick={() => navigate(count)}>{t.warehouses.count}</MenuItem>
      <MenuItem onClick={() => open({ action: 'rename', warehouse })}>
        {t.warehouses.rename}
      </MenuItem>
      <MenuItem onClick={() => open({ action: active ? 'close' : 'reopen', warehouse })}>
        {t.warehouses[active ? 'close' : 'reopen']}
      </MenuItem>
    </Menu>
  );
}

/** Every warehouse, with what may be done with it. */
export function WarehousesPage() {
  const t = useTexts();
  const viewer = useViewer();
  const loaded = useData(WarehouseListDocument, {});
  const [opened, setOpened] = useState<OpenAction | null>(null);
  const columns = useColumns(setOpened);
  const warehouses = loaded.data?.warehouses;
  return (
    <Page
      title={t.places.warehouses}
      lead={t.warehouses.lead}
      actions={
        may(viewer, 'editWarehouses') && (
          <Button kind="primary" onClick={() => setOpened({ action: 'create' })}>
            {t.warehouses.create}
          </Button>
        )
      }
    >
      <ListBody
        loaded={loaded}
        count={warehouses?.length}
        empty={{ title: t.warehouses.empty, hint: t.warehouses.emptyHint }}
      >
        <DataTable
          caption={t.places.warehouses}
          columns={columns}
          rows={warehouses}
          rowId={codeOf}
        />
      </ListBody>
      {opened && (
        <WarehouseDialog opened={opened} onClose={() => setOpened(null)} onDone={loaded.reload} />
      )}
    </Page>
  );
}
