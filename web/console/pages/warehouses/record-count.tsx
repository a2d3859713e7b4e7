import type { ActionKey } from '../../api/action-key';
import type { Refusal } from '../../api/outcome';
import { RecordStockCountDocument, type WarehouseRowFragment } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Confirm } from '../../ui/confirm';
import { TextField, useText } from '../../ui/form';
import { type CountDifference, summaryOf } from './count-lines';

const reasonCharactersMax = 200;

interface RecordCountProps {
  readonly warehouse: WarehouseRowFragment;
  readonly differences: readonly CountDifference[];
  readonly actionKey: ActionKey;
  readonly onClose: () => void;
  readonly onRefused: (refusal: Refusal) => void;
  readonly onDone: () => void;
}

/** Asks for the reason, and records all lines or none, once. */
export function RecordCount(props: RecordCountProps) {
  const { warehouse, differences, actionKey, onClose, onRefused, onDone } = props;
  const t = useTexts();
  const { number } = useFormats();
  const reason = useText();
  const { problems, ...summary } = summaryOf(differences);
  return (
    <Confirm
      operation={RecordStockCountDocument}
      actionKey={actionKey}
      variables={() => ({
        input: differences.map(({ sku, counted }) => ({
          sku,
          warehouse: warehouse.code,
          counted: counted ?? 0,
          reason: reason.value,
        })),
        idempotencyKey: actionKey.idempotencyKey,
      })}
      title={t.warehouses.count}
      sentence={`${t.warehouses.recordLead(warehouse.name)} ${t.warehouses.summary(summary, number)}`}
      done={t.warehouses.recorded}
      isReady={problems === 0}
      onClose={onClose}
      onRefused={onRefused}
      onDone={onDone}
    >
      <TextField
        name="reason"
        label={t.orderActions.reason}
        hint={t.warehouses.reasonHint}
        maxLength={reasonCharactersMax}
        {...reason}
      />
    </Confirm>
  );
}
