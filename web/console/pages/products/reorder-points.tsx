import { useId, useState } from 'react';
import { SetReorderPointsDocument, type SetReorderPointsMutation } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { announce } from '../../ui/announcer';
import { Confirm } from '../../ui/confirm';
import { NumberInput } from '../../ui/form';
import type { LoadedProduct } from './product';

const unitsMax = 1_000_000_000;

interface ReorderPointsProps {
  readonly product: LoadedProduct;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Edits how many available units of the product count as low stock, for each warehouse. */
export function ReorderPoints({ product, onClose, onDone }: ReorderPointsProps) {
  const t = useTexts();
  const id = useId();
  const [levels] = useState(product.stock ?? []);
  /** What was changed. The others stay as they are, not as they were when the dialog opened. */
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const say = ({
    rejected: [first],
  }: NonNullable<SetReorderPointsMutation['setReorderPoints']>) => {
    announce(first?.message ?? t.products.reorderPointsSet);
    onDone();
  };
  return (
    <Confirm
      operation={SetReorderPointsDocument}
      variables={() => ({
        input: [...values].map(([warehouse, units]) => ({
          sku: product.sku,
          warehouse,
          reorderPoint: Number(units),
        })),
      })}
      title={t.products.setReorderPoints}
      sentence={t.products.reorderLead(product.name)}
      submit={t.actions.save}
      onClose={onClose}
      onDone={say}
    >
      {levels.map(({ warehouse: { code, name }, reorderPoint }) => (
        <div key={code} className="grid grid-cols-[1fr_auto] items-center gap-3">
          <label htmlFor={`${id}-${code}`} className="min-w-0 font-medium wrap-anywhere">
            {name}
          </label>
          <NumberInput
            id={`${id}-${code}`}
            required
            min={0}
            max={unitsMax}
            className="w-32! text-right"
            value={values.get(code) ?? reorderPoint}
            onChange={(event) => setValues(new Map(values).set(code, event.target.value))}
          />
        </div>
      ))}
    </Confirm>
  );
}
