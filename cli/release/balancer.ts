import { setTimeout as pause } from 'node:timers/promises';
import { CommandError } from '../program/exit-codes';
import { HaproxyControl, type Slot } from './haproxy';
import { isRunning, type Version } from './state';
import { stopProcess } from './stop-process';

/** The time for open requests of a drained version; live updates end with its stop. */
const drainDeadlineMs = 3_000;
const drainPollMs = 50;
/**
 * HAProxy checks twice a second, and a version that has just started may answer some checks late.
 */
const checkDeadlineMs = 5_000;
const whole = 100;

/** Controls which version HAProxy sends requests to. */
export class Balancer {
  readonly control: HaproxyControl;

  constructor(socketPath: string) {
    this.control = new HaproxyControl(socketPath);
  }

  answers(): Promise<boolean> {
    return this.control.stats().then(
      () => true,
      () => false,
    );
  }

  giveAll(slot: Slot): Promise<void> {
    return this.control.divide(slot, whole);
  }

  /** Gives the version all requests in a HAProxy that was just started or taken over. */
  async restore(slot: Slot): Promise<void> {
    await this.control.setState(slot, 'ready');
    await this.giveAll(slot);
  }

  /**
   * Waits until HAProxy's checks of the version succeed; it gets no requests yet.
   * @throws CommandError if HAProxy does not reach it.
   */
  async admit(slot: Slot, signal?: AbortSignal): Promise<void> {
    await this.control.setState(slot, 'ready');
    const deadline = performance.now() + checkDeadlineMs;
    for (;;) {
      signal?.throwIfAborted();
      const { status, checkedStatus } = await this.control.statsOf(slot);
      if (status === 'UP' && checkedStatus === 'L7OK') return;
      if (performance.now() > deadline) {
        throw new CommandError(`HAProxy finds ${slot} ${status} (${checkedStatus}).`);
      }
      await pause(drainPollMs);
    }
  }

  /** Stops a version after its open requests or a deadline; the version drains what is left. */
  async stop(version: Version): Promise<void> {
    const { slot } = version;
    const hasHaproxy = await this.answers();
    if (hasHaproxy) await this.control.setState(slot, 'drain');
    const deadline = performance.now() + drainDeadlineMs;
    while (hasHaproxy && isRunning(version) && performance.now() < deadline) {
      if ((await this.control.statsOf(slot)).openRequests === 0) break;
      await pause(drainPollMs);
    }
    await stopProcess(version);
    if (hasHaproxy) await this.control.setState(slot, 'maint');
  }
}
