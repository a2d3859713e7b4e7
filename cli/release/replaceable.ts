import { CommandError } from '../program/exit-codes';
import type { Step } from './profiles';
import { nameIn, previousVersion, type ReleaseState } from './state';

const whole = 100;

/**
 * Checks that a release may replace an active version that does not run. A release ends the version
 * before the active one, which is the only one that works then; and without the active version no
 * step of a canary would be compared with anything, or have less than all requests.
 * @throws CommandError that says what to do instead.
 */
export function demandReplaceable(state: ReleaseState, steps: readonly Step[]): void {
  const { active, versions } = state;
  if (active === null) return;
  const down = `${nameIn(versions, active)} has the requests, but does not run`;
  const wait = 'Wait until it has started again (release status)';
  const previous = previousVersion(state);
  if (previous !== null) {
    throw new CommandError(
      `${down}. ${wait}, or call release rollback: ${nameIn(versions, previous.slot)} still runs. Nothing was changed.`,
    );
  }
  if (steps.every(({ percent }) => percent === whole)) return;
  throw new CommandError(
    `${down}: a canary has nothing to compare with. ${wait}, call release supervise if nothing starts it, or release a fix at once: release blue-green --build FOLDER. Nothing was changed.`,
  );
}
