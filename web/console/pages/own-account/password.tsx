import { useState } from 'react';
import { ChangePasswordDocument } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { TextField, useText } from '../../ui/form';
import { Section } from '../../ui/page';

export function PasswordSection() {
  const t = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Section title={t.account.password}>
      <p className="mb-3 text-soft">{t.account.changePasswordLead}</p>
      <Button onClick={() => setIsOpen(true)}>{t.account.changePassword}</Button>
      {isOpen && <ChangePassword onClose={() => setIsOpen(false)} />}
    </Section>
  );
}

function ChangePassword({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts();
  const current = useText();
  const next = useText();
  return (
    <Confirm
      operation={ChangePasswordDocument}
      variables={() => ({ current: current.value, new: next.value })}
      title={t.account.changePassword}
      sentence={t.account.changePasswordLead}
      done={t.account.passwordChanged}
      onClose={onClose}
    >
      <TextField
        type="password"
        autoComplete="current-password"
        label={t.account.currentPassword}
        {...current}
      />
      <TextField
        name="new"
        type="password"
        autoComplete="new-password"
        label={t.account.newPassword}
        hint={t.account.newPasswordHint}
        minLength={8}
        {...next}
      />
    </Confirm>
  );
}
