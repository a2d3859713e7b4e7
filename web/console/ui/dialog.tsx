import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useHasSessionEnded } from '../api/hooks';
import { useTexts } from '../texts/texts';
import { Button } from './button';
import { classNames } from './class-names';
import { useRestoredFocus } from './kept-focus';
import { useOnBack } from './on-back';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in a sentence. */
  readonly description?: ReactNode;
  readonly isWide?: boolean;
  /** Whether only its buttons close it: what it shows cannot be read again, or is on its way. */
  readonly isKept?: boolean;
  readonly children: ReactNode;
}

/**
 * A modal dialog; the focus returns to where it was when it closes, also because the viewer goes to
 * another page. It is hidden while the viewer has to sign in again, and its owner keeps what was
 * typed.
 */
export function Dialog(props: DialogProps) {
  const { isOpen, onClose, title, description, isWide, isKept, children } = props;
  const hasEnded = useHasSessionEnded();
  const isShown = isOpen && !hasEnded;
  useRestoredFocus(isShown);
  const dismiss = () => isKept || onClose();
  useOnBack(() => isShown && dismiss());
  return (
    <BaseDialog.Root open={isShown} onOpenChange={(open) => open || dismiss()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-black/45 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          className={classNames(
            'fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col gap-4 overflow-y-auto rounded-t-xl border border-line bg-surface p-5 shadow-xl',
            'sm:inset-x-auto sm:top-[8vh] sm:bottom-auto sm:left-1/2 sm:max-h-[84vh] sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:rounded-xl',
            'transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0',
            isWide ? 'sm:max-w-2xl' : 'sm:max-w-md',
          )}
        >
          <div className="flex flex-col gap-1">
            <BaseDialog.Title className="text-base font-semibold">{title}</BaseDialog.Title>
            {description && (
              <BaseDialog.Description className="text-soft">{description}</BaseDialog.Description>
            )}
          </div>
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

interface DialogButtonsProps {
  readonly onClose: () => void;
  /** "Cancel" beside another button and "Close" alone, if left out. */
  readonly dismiss?: string;
  /** Whether an action runs, whose outcome the viewer should see. */
  readonly isRunning?: boolean;
  readonly children: ReactNode;
}

export function DialogButtons({ onClose, dismiss, isRunning, children }: DialogButtonsProps) {
  const t = useTexts();
  const usual = children === null ? t.actions.close : t.actions.cancel;
  return (
    <div className="flex flex-wrap justify-end gap-2 pt-1 max-sm:flex-col-reverse">
      <Button onClick={onClose} disabled={isRunning}>
        {dismiss ?? usual}
      </Button>
      {children}
    </div>
  );
}
