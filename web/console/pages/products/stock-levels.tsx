import { useState } from 'react';
import { type ActionKey, useActionKey } from '../../api/action-key';
import { useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import { AdjustStockDocument } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { type Column, DataTable } from '../../ui/data-table';
import { Field, NumberInput, Select, TextField, useText } from '../../ui/form';
import { Section } from '../../ui/page';
import type { LoadedProduct } from './product';
import { ReorderPoints } from './reorder-points';

type Level = NonNullable<LoadedProduct['stock']>[number];

const deltaUnitsMax = 1_000_000;
const codeOf = ({ warehouse }: Level): string => warehouse.code;

function useColumns(): readonly Column<Level>[] {
  const t = useTexts();
  const { number } = useFormats();
  const count = (id: 'onHand' | 'reserved' | 'available' | 'reorderPoint', from?: 'sm') => ({
    id,
    header: t.products[id],
    isNumber: true,
    from,
    cell: (level: Level) => number(level[id]),
  });
  return [
    {
      id: 'warehouse',
      header: t.products.warehouse,
      cell: ({ warehouse, available, reorderPoint }) => (
        <span className="flex flex-wrap items-center gap-2">
          <span className="wrap-anywhere">{warehouse.name}</span>
          {!warehouse.active && <Badge tone="neutral">{t.warehouses.closed}</Badge>}
          {warehouse.active && available <= reorderPoint && (
            <Badge tone="warn">{t.products.low}</Badge>
          )}
        </span>
      ),
    },
    count('onHand'),
    count('reserved'),
    count('available'),
    count('reorderPoint', 'sm'),
  ];
}

interface StockLevelsProps {
  readonly product: LoadedProduct;
  readonly onChanged: () => void;
}

export function StockLevels({ product, onChanged }: StockLevelsProps) {
  const t = useTexts();
  const viewer = useViewer();
  const columns = useColumns();
  const [opened, setOpened] = useState<'adjust' | 'reorder' | null>(null);
  const actionKey = useActionKey();
  const levels = product.stock ?? [];
  return (
    <Section
      title={t.products.stock}
      isFlush
      actions={
        may(viewer, 'adjustStock') &&
        levels.length > 0 && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setOpened('reorder')}>{t.products.setReorderPoints}</Button>
            <Button onClick={() => setOpened('adjust')}>{t.products.adjust}</Button>
          </div>
        )
      }
    >
      {levels.length === 0 ? (
        <p className="px-4 pb-3 text-soft">{t.products.noStock}</p>
      ) : (
        <DataTable caption={t.products.stock} columns={columns} rows={levels} rowId={codeOf} />
      )}
      {opened === 'adjust' && (
        <AdjustStock
          product={product}
          actionKey={actionKey}
          onClose={() => setOpened(null)}
          onDone={onChanged}
        />
      )}
      {opened === 'reorder' && (
        <ReorderPoints product={product} onClose={() => setOpened(null)} onDone={onChanged} />
      )}
    </Section>
  );
}

interface AdjustStockProps {
  readonly product: LoadedProduct;
  readonly actionKey: ActionKey;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function AdjustStock({ product, actionKey, onClose, onDone }: AdjustStockProps) {
  const t = useTexts();
  const levels = product.stock ?? [];
  const [warehouse, setWarehouse] = useState(levels[0]?.warehouse.code ?? '');
  const [delta, setDelta] = useState('');
  const reason = useText();
  const chosen = levels.find((level) => level.warehouse.code === warehouse);
  return (
    <Confirm
      operation={AdjustStockDocument}
      actionKey={actionKey}
      variables={() => ({
        input: [{ sku: product.sku, warehouse, delta: Number(delta), reason: reason.value }],
        idempotencyKey: actionKey.idempotencyKey,
      })}
      title={t.products.adjust}
      sentence={t.products.adjustLead(product.name, Number(delta), chosen?.warehouse.name ?? '')}
      done={t.products.adjusted}
      onClose={onClose}
      onDone={onDone}
    >
      <Field name="warehouse" label={t.products.warehouse}>
        <Select value={warehouse} onChange={(event) => setWarehouse(event.target.value)}>
          {levels.map((level) => (
            <option key={level.warehouse.code} value={level.warehouse.code}>
              {level.warehouse.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="delta" label={t.products.delta} hint={t.products.deltaHint}>
        <NumberInput
          required
          min={-deltaUnitsMax}
          max={deltaUnitsMax}
          value={delta}
          onChange={(event) => setDelta(event.target.value)}
        />
      </Field>
      <TextField name="reason" label={t.orderActions.reason} maxLength={200} {...reason} />
    </Confirm>
  );
}
