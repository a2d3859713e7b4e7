import { useState } from 'react';
import { ChangePasswordDocument } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { Field, Input } from '../../ui/form';
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
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  return (
    <Confirm
      operation={ChangePasswordDocument}
      variables={() => ({ current, new: next })}
      title={t.account.changePassword}
      sentence={t.account.changePasswordLead}
      done={t.account.passwordChanged}
      onClose={onClose}
    >
      <Field label={t.account.currentPassword}>
        <Input
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
      </Field>
      <Field name="new" label={t.account.newPassword} hint={t.account.newPasswordHint}>
        <Input
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={128}
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
      </Field>
    </Confirm>
  );
}
