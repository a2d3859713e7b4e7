import type { ReactNode } from 'react';
import type { OrderAction } from '../../../generated/documents';
import { useTexts } from '../../../texts/texts';
import { Button } from '../../../ui/button';
import { Dialog, DialogButtons } from '../../../ui/dialog';
import { FieldProblems } from '../../../ui/form';
import { FailureNotice, Notice } from '../../../ui/notice';
import type { Difference } from '../differences';
import type { OrderCommand } from './use-order-action';

interface ConfirmationProps {
  readonly action: OrderAction;
  readonly sentence: string;
  readonly command: Omit<OrderCommand<never>, 'run'>;
  readonly isWide?: boolean;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

const isDangerous = (action: OrderAction): boolean =>
  action === 'CANCEL' || action === 'REJECT' || action === 'UNDO';

/** Says what will happen, and asks for what the API needs to know. */
export function Confirmation(props: ConfirmationProps) {
  const { action, sentence, command, isWide, onClose, onSubmit, children } = props;
  const t = useTexts();
  const { name } = t.orderActions[action];
  const { isRunning } = command;
  const dialog = { title: name, description: sentence, isWide, isKept: isRunning };
  const dismiss = action === 'CANCEL' ? t.order.keep : undefined;
  return (
    <Dialog isOpen onClose={onClose} {...dialog}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {command.differences.length > 0 ? (
          <Differences differences={command.differences} onAccept={command.acceptDifferences} />
        ) : (
          <FailureNotice failure={command.failure} />
        )}
        <FieldProblems failure={command.failure}>{children}</FieldProblems>
        <DialogButtons onClose={onClose} dismiss={dismiss} isRunning={isRunning}>
          <Button
            type="submit"
            kind={isDangerous(action) ? 'danger' : 'primary'}
            disabled={isRunning || command.differences.length > 0}
          >
            {isRunning ? t.actions.running : name}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

interface DifferencesProps {
  readonly differences: readonly Difference[];
  readonly onAccept: () => void;
}

function Differences({ differences, onAccept }: DifferencesProps) {
  const t = useTexts();
  return (
    <Notice
      tone="warn"
      title={t.order.conflict}
      actions={<Button onClick={onAccept}>{t.order.acceptChange}</Button>}
    >
      <dl className="mt-1">
        {differences.map(({ name, before, after }) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt className="text-soft">{name}</dt>
            <dd>
              <del>{before}</del> → <ins className="no-underline">{after}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </Notice>
  );
}
