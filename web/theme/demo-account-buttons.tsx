import { accountNameOf, type DemoAccounts } from './demo-accounts';

interface DemoAccountButtonsProps {
  readonly demo: DemoAccounts;
  readonly isDisabled?: boolean;
  readonly onChosen: (email: string, password: string) => void;
}

/** A button for each account of the demo shop, in pages without a set of components. */
export function DemoAccountButtons({
  demo,
  isDisabled = false,
  onChosen,
}: DemoAccountButtonsProps) {
  return (
    <fieldset className="accounts">
      <legend>Demo accounts</legend>
      {demo.emails.map((email) => (
        <button
          key={email}
          type="button"
          title={email}
          // Browsers take the focus from a disabled button.
          aria-disabled={isDisabled || undefined}
          onClick={() => isDisabled || onChosen(email, demo.password)}
        >
          {accountNameOf(email)}
        </button>
      ))}
    </fieldset>
  );
}
