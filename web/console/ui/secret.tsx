import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../texts/texts';
import { Button } from './button';
import { Dialog, DialogButtons } from './dialog';

/** Browsers have none on a page without https. */
const hasClipboard = navigator.clipboard !== undefined;

export function SecretDialog(props: {
  readonly title: string;
  readonly lead: string;
  readonly secret: string;
  readonly onClose: () => void;
}) {
  const { title, lead, secret, onClose } = props;
  const t = useTexts();
  const [isCopied, setIsCopied] = useState(false);
  // Nobody can show it again.
  useBlocker({ shouldBlockFn: () => true });
  const copy = () => {
    // Where the browser refuses, the text can still be selected.
    navigator.clipboard.writeText(secret).then(
      () => setIsCopied(true),
      () => undefined,
    );
  };
  return (
    <Dialog isOpen isKept onClose={onClose} title={title} description={lead}>
      <output className="block rounded-md border border-line bg-sunken p-3 font-mono wrap-anywhere select-all">
        {secret}
      </output>
      <DialogButtons onClose={onClose} dismiss={t.actions.close}>
        {hasClipboard && (
          <Button kind="primary" onClick={copy}>
            {isCopied ? t.actions.copied : t.actions.copy}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}
