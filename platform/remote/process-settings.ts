import type { Registry } from 'prom-client';
import type { LiveSettings } from '../config/live';
import { reloadReport } from '../config/reload';
import { type Logger, setLogLevels } from '../telemetry/logger';
import type { SignalSettings } from '../telemetry/settings';
import * as limits from './limits';

/** The settings that every process needs. */
export interface ProcessSettings extends SignalSettings {
  readonly services: { readonly host: string };
}

/** Settings as they were at the start, to be followed from then on. */
export interface InitialSettings<Settings> {
  readonly initial: Settings;
  follow(watching: { readonly logger: Logger; readonly registry: Registry }): {
    /** Always what holds now. */
    readonly view: Settings;
    /** Has the settings read again, by whoever reads them. */
    refresh(): Promise<void>;
    stop(): void;
  };
}

/** How a process gets its settings: from files of its own, or from a supervisor. */
export interface SettingsSource<Settings> {
  open(): Promise<InitialSettings<Settings>>;
  receive(settings: Settings): LiveSettings<Settings>;
}

/** What a supervisor sends to its processes; the first message has the settings. */
export type SupervisorMessage = { readonly settings: object } | { readonly refused: true };

/** What a supervised process sends to its supervisor. */
export type ProcessMessage =
  | { readonly ready: true }
  | { readonly failed: string }
  | { readonly refresh: true };

/** The channel to a supervisor; a container or a shell starts processes without one. */
export const isSupervised = (): boolean => process.send !== undefined;

export function sendToSupervisor(message: ProcessMessage): Promise<void> {
  return new Promise((resolve) => {
    // The supervisor may be gone; then there is nobody to tell.
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

/**
 * A supervisor hands the configuration over the channel: one object, read and checked once, that
 * neither the process list nor the environment shows. What changes of it comes the same way.
 */
export async function receiveSettings<Settings extends ProcessSettings>(
  source: SettingsSource<Settings>,
): Promise<InitialSettings<Settings>> {
  const initial = await new Promise<Settings>((resolve, reject) => {
    const late = () => reject(new Error('The supervisor sent no configuration.'));
    const timer = setTimeout(late, limits.configurationDeadlineMs);
    process.once('message', (message) => {
      clearTimeout(timer);
      resolve((message as { settings: Settings }).settings);
    });
  });
  return {
    initial,
    follow({ logger, registry }) {
      const live = source.receive(initial);
      const report = reloadReport(live.view, logger, registry);
      live.onChange(() => setLogLevels(logger, live.view.log));
      const onMessage = (message: SupervisorMessage) => {
        if ('settings' in message) report.read(live.apply(message.settings as Settings));
        else if ('refused' in message) report.refused(new Error('the supervisor has refused it'));
      };
      process.on('message', onMessage);
      return {
        view: live.view,
        refresh: () => sendToSupervisor({ refresh: true }),
        stop: () => void process.off('message', onMessage),
      };
    },
  };
}
