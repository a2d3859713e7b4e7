import { useNavigate } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import type { ActionKey } from '../../api/action-key';
import { useViewer } from '../../api/hooks';
import type { BulkOrderAction, OrderFilter, Role } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { lazyPart } from '../../ui/lazy-part';

const BulkDialog = lazyPart(() => import('./bulk-dialog'), 'BulkDialog');

/** Whose role allows an action on one order may do it on many; the API decides for each. */
const actionsOf: Readonly<Partial<Record<Role, readonly BulkOrderAction[]>>> = {
  SUPPORT: ['APPROVE', 'REJECT', 'CANCEL'],
  WAREHOUSE: ['DELIVER'],
  ADMIN: ['APPROVE', 'REJECT', 'DELIVER', 'CANCEL'],
};

interface BulkBarProps {
  readonly ids: ReadonlySet<string>;
  readonly filter: OrderFilter;
  readonly actionKey: ActionKey;
  readonly onClear: () => void;
}

/** What may be done with the selected rows, or with every order that matches the filter. */
export function BulkBar({ ids, filter, actionKey, onClear }: BulkBarProps) {
  const t = useTexts();
  const viewer = useViewer();
  const navigate = useNavigate();
  const [isAll, setIsAll] = useState(false);
  const [action, setAction] = useState<BulkOrderAction | null>(null);
  const actions = [...new Set(viewer?.roles.flatMap((role) => actionsOf[role] ?? []))];
  return (
    <div className="card flex flex-wrap items-center gap-2 px-4 py-2 print:hidden">
      <span role="status" className="mr-2 font-medium">
        {isAll ? t.bulk.everything : t.lists.selected(ids.size)}
      </span>
      {actions.map((one) => (
        <Button key={one} onClick={() => setAction(one)}>
          {t.bulk.actions[one].name}
        </Button>
      ))}
      <Button kind="quiet" onClick={() => setIsAll(!isAll)}>
        {isAll ? t.bulk.onlySelected : t.bulk.selectEverything}
      </Button>
      <Button kind="quiet" onClick={onClear}>
        {t.bulk.clear}
      </Button>
      <Suspense>
        {action && (
          <BulkDialog
            action={action}
            actionKey={actionKey}
            selection={isAll ? { filter } : { ids: [...ids] }}
            onClose={() => setAction(null)}
            onStarted={(id) => {
              onClear();
              return navigate({ to: '/bulk/$id', params: { id } });
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
