import { type ReactNode, useState } from 'react';
import type { AnyVariables } from 'urql';
import type { ActionKey } from '../api/action-key';
import { useAction } from '../api/hooks';
import {
  type Failure,
  isKeyReused,
  needsRecentSignIn,
  type Refusal,
  type Success,
} from '../api/outcome';
import type { Operation } from '../api/typed-document';
import { useTexts } from '../texts/texts';
import { announce } from './announcer';
import { Button } from './button';
import { Dialog, DialogButtons } from './dialog';
import { FieldProblems } from './form';
import { FailureNotice } from './notice';
import { SignInAgain } from './sign-in';

/** How a dialog ends: its owner hides it, and learns what was done. */
export interface DialogEnds<Value = unknown> {
  readonly onClose: () => void;
  readonly onDone: (value: Value) => void;
}

interface ConfirmProps<Data extends object, Variables extends AnyVariables> {
  readonly operation: Operation<Data, Variables>;
  /** The idempotency key among the variables, which is renewed once the action is done. */
  readonly actionKey?: ActionKey;
  /** Read when the viewer confirms. */
  readonly variables: () => Variables;
  readonly title: string;
  /** What will happen. */
  readonly sentence: string;
  readonly submit?: string;
  /** Leaves the dialog; "Cancel", if left out. */
  readonly dismiss?: string;
  /** Said once it is done; left out where the caller shows something instead. */
  readonly done?: string;
  readonly isDangerous?: boolean;
  readonly isWide?: boolean;
  /** False while something is missing that the viewer should see first. */
  readonly isReady?: boolean;
  readonly onClose: () => void;
  readonly onDone?: (value: Success<Data>) => void;
  readonly onRefused?: (refusal: Refusal) => void;
  readonly children?: ReactNode;
}

/** A dialog that says what will happen, and runs a mutation if the viewer confirms. */
export function Confirm<Data extends object, Variables extends AnyVariables>(
  props: ConfirmProps<Data, Variables>,
) {
  const { operation, variables, title, sentence, submit, isDangerous, isWide, children } = props;
  const { isReady = true } = props;
  const t = useTexts();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isSigningIn, setIsSigningIn] = useState(false);
  const { isRunning, run } = useAction(operation);
  const confirm = async () => {
    setFailure(null);
    const outcome = await run(variables());
    if (outcome.kind !== 'done') {
      setIsSigningIn(needsRecentSignIn(outcome));
      setFailure(outcome);
      if (outcome.kind === 'refused') props.onRefused?.(outcome.refusal);
      return;
    }
    props.actionKey?.renew();
    if (props.done) announce(props.done);
    props.onClose();
    props.onDone?.(outcome.value);
  };
  const repeat = () => {
    setIsSigningIn(false);
    // Failures are part of the outcome.
    confirm().catch(() => undefined);
  };
  if (isSigningIn) return <SignInAgain onClose={props.onClose} onSignedIn={repeat} />;
  const isReused = failure !== null && isKeyReused(failure);
  // The viewer has read that an earlier attempt was carried out, and wants this one as well.
  const anyway = () => {
    props.actionKey?.renew();
    setFailure(null);
  };
  const dialog = { title, description: sentence, isWide, isKept: isRunning };
  return (
    <Dialog isOpen onClose={props.onClose} {...dialog}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          // Failures are part of the outcome.
          confirm().catch(() => undefined);
        }}
      >
        <FailureNotice
          failure={failure}
          actions={isReused && <Button onClick={anyway}>{t.actions.inAddition}</Button>}
        />
        <FieldProblems failure={failure}>{children}</FieldProblems>
        <DialogButtons onClose={props.onClose} dismiss={props.dismiss} isRunning={isRunning}>
          <Button
            type="submit"
            kind={isDangerous ? 'danger' : 'primary'}
            disabled={isRunning || !isReady || isReused}
          >
            {isRunning ? t.actions.running : (submit ?? title)}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
