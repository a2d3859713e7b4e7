import { useState } from 'react';
import { useData } from '../../api/hooks';
import { tabSession } from '../../api/tab-session';
import {
  OwnAccountDocument,
  SendVerificationMailDocument,
  SignOutEverywhereDocument,
} from '../../generated/documents';
import type { LanguageCode } from '../../texts/language-code';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { Email } from '../../ui/cells';
import { Confirm } from '../../ui/confirm';
import { Checkbox, Field, Select } from '../../ui/form';
import { ErrorNotice } from '../../ui/notice';
import { Fact, Facts, Page, Section } from '../../ui/page';
import { setPreference, type Theme, usePreferences } from '../../ui/preferences';
import { DataExportsSection } from './data-exports';
import { PasswordSection } from './password';
import { SecondFactorSection } from './second-factor';

/** The viewer's own profile, appearance and access. */
export function OwnAccountPage() {
  const t = useTexts();
  const { data, errors, reload } = useData(OwnAccountDocument, {});
  const me = data?.me;
  return (
    <Page title={t.places.account}>
      <ErrorNotice errors={errors} onRetry={reload} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        {me && (
          <Section title={t.account.profile} actions={!me.emailVerified && <VerificationMail />}>
            <Facts>
              <Fact name={t.lists.name}>{me.name}</Fact>
              <Fact name={t.accounts.email}>
                <Email>{me.email}</Email>{' '}
                <span className="text-soft">
                  ({me.emailVerified ? t.accounts.verified : t.accounts.notVerified})
                </span>
              </Fact>
              <Fact name={t.accounts.roles}>
                {me.roles.map((role) => t.roles[role]).join(', ')}
              </Fact>
            </Facts>
          </Section>
        )}
        <Appearance />
        <Sessions />
        <SecondFactorSection mayEnrol={me?.emailVerified !== false} />
        <PasswordSection />
      </div>
      <DataExportsSection />
    </Page>
  );
}

function VerificationMail() {
  const t = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t.account.sendLink}</Button>
      {isOpen && (
        <Confirm
          operation={SendVerificationMailDocument}
          variables={() => ({})}
          title={t.account.sendLink}
          sentence={t.account.sendLinkSentence}
          done={t.account.linkSent}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

function Appearance() {
  const t = useTexts();
  const { theme, language, hasKeys } = usePreferences();
  return (
    <Section title={t.account.appearance}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t.account.language}>
          <Select
            value={language}
            onChange={(event) => setPreference({ language: event.target.value as LanguageCode })}
          >
            <option value="en">English</option>
            <option value="de">Deutsch</option>
          </Select>
        </Field>
        <Field label={t.account.theme}>
          <Select
            value={theme}
            onChange={(event) => setPreference({ theme: event.target.value as Theme })}
          >
            {Object.entries(t.account.themes).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Checkbox
          label={t.account.keys}
          className="sm:col-span-2"
          checked={hasKeys}
          onChange={(event) => setPreference({ hasKeys: event.target.checked })}
        />
      </div>
    </Section>
  );
}

function Sessions() {
  const t = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Section title={t.account.sessions}>
      <p className="mb-3 text-soft">{t.account.sessionsLead}</p>
      <Button onClick={() => setIsOpen(true)}>{t.account.everywhere}</Button>
      {isOpen && (
        <Confirm
          operation={SignOutEverywhereDocument}
          variables={() => ({})}
          title={t.account.everywhere}
          sentence={t.account.everywhereSentence}
          isDangerous
          onClose={() => setIsOpen(false)}
          onDone={() => tabSession.forget()}
        />
      )}
    </Section>
  );
}
