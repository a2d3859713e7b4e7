import { useState } from 'react';
import {
  ConfirmTotpDocument,
  EnrolTotpDocument,
  RemoveSecondFactorDocument,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Button, buttonClass } from '../../ui/button';
import { Confirm, type DialogEnds } from '../../ui/confirm';
import { TextField, useText } from '../../ui/form';
import { Section } from '../../ui/page';
import { SecretDialog } from '../../ui/secret';

interface Enrolment {
  readonly secret: string;
  readonly uri: string;
}

/** The API does not say whether there is a second factor, so both ways are offered. */
export function SecondFactorSection({ mayEnrol }: { readonly mayEnrol: boolean }) {
  const t = useTexts();
  const [open, setOpen] = useState<'enrol' | 'remove' | null>(null);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title={t.account.secondFactor}>
      <p className="mb-3 text-soft">
        {mayEnrol ? t.account.secondFactorLead : t.account.confirmFirst}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button disabled={!mayEnrol} onClick={() => setOpen('enrol')}>
          {t.account.enrol}
        </Button>
        <Button kind="quiet" onClick={() => setOpen('remove')}>
          {t.account.remove}
        </Button>
      </div>
      {open === 'enrol' && <Enrol onClose={close} onDone={setEnrolment} />}
      {open === 'remove' && <Remove onClose={close} />}
      {enrolment && (
        <ConfirmEnrolment
          enrolment={enrolment}
          onClose={() => setEnrolment(null)}
          onDone={({ codes: given }) => setCodes(given)}
        />
      )}
      {codes && (
        <SecretDialog
          title={t.account.recoveryCodes}
          lead={t.account.recoveryLead}
          secret={codes.join(' ')}
          onClose={() => setCodes(null)}
        />
      )}
    </Section>
  );
}

function Enrol(ends: DialogEnds<Enrolment>) {
  const t = useTexts();
  const password = useText();
  return (
    <Confirm
      operation={EnrolTotpDocument}
      variables={() => ({ password: password.value })}
      title={t.account.enrol}
      sentence={t.account.enrolLead}
      {...ends}
    >
      <PasswordField {...password} />
    </Confirm>
  );
}

interface ConfirmEnrolmentProps extends DialogEnds<{ readonly codes: readonly string[] }> {
  readonly enrolment: Enrolment;
}

function ConfirmEnrolment({ enrolment, ...ends }: ConfirmEnrolmentProps) {
  const t = useTexts();
  const code = useText();
  return (
    <Confirm
      operation={ConfirmTotpDocument}
      variables={() => ({ code: code.value.trim() })}
      title={t.account.enrol}
      sentence={t.account.secretHint}
      submit={t.signIn.confirm}
      done={t.account.enrolled}
      {...ends}
    >
      <div>
        <p className="font-medium">{t.account.secret}</p>
        <output className="block rounded-md border border-line bg-sunken p-3 font-mono wrap-anywhere select-all">
          {enrolment.secret}
        </output>
      </div>
      <a href={enrolment.uri} className={buttonClass('plain')}>
        {t.account.openApp}
      </a>
      <TextField
        inputMode="numeric"
        autoComplete="one-time-code"
        label={t.account.code}
        {...code}
      />
    </Confirm>
  );
}

function Remove({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts();
  const password = useText();
  const code = useText();
  return (
    <Confirm
      operation={RemoveSecondFactorDocument}
      variables={() => ({ password: password.value, code: code.value.trim() })}
      title={t.account.remove}
      sentence={t.account.removeSentence}
      done={t.account.removed}
      isDangerous
      onClose={onClose}
    >
      <PasswordField {...password} />
      <TextField
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        label={t.account.anyCode}
        {...code}
      />
    </Confirm>
  );
}

function PasswordField(password: ReturnType<typeof useText>) {
  const t = useTexts();
  return (
    <TextField
      type="password"
      autoComplete="current-password"
      label={t.signIn.password}
      {...password}
    />
  );
}
