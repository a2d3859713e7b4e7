import type { Registry } from 'prom-client';
import type { LiveSettings } from '../config/live';
import { type Logger, setLogLevels } from '../telemetry/logger';
import { reloadReport } from '../telemetry/reload-report';
import type { SignalSettings } from '../telemetry/settings';
import * as limits from './limits';

/** Settings that every process needs. */
export interface ProcessSettings extends SignalSettings {
  readonly services: { readonly host: string };
}

/** Settings at the start, with updates from then on. */
export interface InitialSettings<Settings> {
  readonly initial: Settings;
  follow(watching: { readonly logger: Logger; readonly registry: Registry }): {
    /** The settings, always current. */
    readonly view: Settings;
    /** Asks the reader of the settings, here or in the supervisor, to read them again. */
    refresh(): Promise<void>;
    stop(): void;
  };
}

/** Where a process gets its settings: from files, or from a supervisor. */
export interface SettingsSource<Settings> {
  open(): Promise<InitialSettings<Settings>>;
  receive(settings: Settings): LiveSettings<Settings>;
}

/** Messages from a supervisor to its processes; the first one contains the settings. */
export type SupervisorMessage = { readonly settings: object } | { readonly refused: true };

/** What a process reports when it is ready. */
export interface ReadyReport {
  readonly adminPort: number;
  /** Facts about its start that only this process knows; JSON-serialisable. */
  readonly facts?: object | undefined;
}

/** Messages from a supervised process to its supervisor. */
export type ProcessMessage =
  | ({ readonly ready: true } & ReadyReport)
  | { readonly failed: string }
  | { readonly refresh: true };

/** The channel to a supervisor; there is none if a container or a shell started the process. */
export const isSupervised = (): boolean => process.send !== undefined;

export function sendToSupervisor(message: ProcessMessage): Promise<void> {
  return new Promise((resolve) => {
    // The supervisor may have exited.
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

/**
 * A supervisor sends the configuration over the channel: read and validated once, and visible
 * neither in the process list nor in the environment. Changes arrive the same way.
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
        else if ('refused' in message) report.refused(new Error('the supervisor rejected it'));
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
