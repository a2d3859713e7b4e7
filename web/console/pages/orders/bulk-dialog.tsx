import type { ActionKey } from '../../api/action-key';
import { useData } from '../../api/hooks';
import {
  type BulkOrderAction,
  BulkPreviewDocument,
  type OrderSelection,
  StartBulkActionDocument,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Confirm } from '../../ui/confirm';
import { ReasonField, useText } from '../../ui/form';
import { ErrorNotice, Notice } from '../../ui/notice';

interface BulkDialogProps {
  readonly action: BulkOrderAction;
  readonly selection: OrderSelection;
  readonly actionKey: ActionKey;
  readonly onClose: () => void;
  readonly onStarted: (id: string) => void;
}

/** Says how many orders an action concerns before it starts; another number starts nothing. */
export function BulkDialog(props: BulkDialogProps) {
  const { action, selection, actionKey, onClose, onStarted } = props;
  const t = useTexts();
  const { number } = useFormats();
  const reason = useText();
  const preview = useData(BulkPreviewDocument, { action, selection });
  const counted = preview.data?.bulkActionPreview;
  const sentence = counted
    ? t.bulk.actions[action].sentence(number(counted.possible), number(counted.total))
    : t.lists.counting;
  return (
    <Confirm
      operation={StartBulkActionDocument}
      actionKey={actionKey}
      variables={() => ({
        input: {
          action,
          selection,
          reason: reason.value,
          idempotencyKey: actionKey.idempotencyKey,
          expectedTotal: counted?.total ?? null,
        },
      })}
      title={t.bulk.actions[action].name}
      sentence={sentence}
      isDangerous={action === 'CANCEL' || action === 'REJECT'}
      isReady={(counted?.possible ?? 0) > 0 && !counted?.isTooMany}
      onClose={onClose}
      onRefused={preview.reload}
      onDone={({ id }) => onStarted(id)}
    >
      <ErrorNotice errors={preview.errors} onRetry={preview.reload} />
      {counted?.isTooMany && <Notice tone="warn" title={t.bulk.tooMany} />}
      <ReasonField hint={t.orderActions.reasonHint} {...reason} />
    </Confirm>
  );
}
