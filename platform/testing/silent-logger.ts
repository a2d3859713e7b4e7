import { createLogger } from '../telemetry/logger';

/** The logger of tests that read no log lines. Many files share it, so none replaces a method. */
export const silentLogger = createLogger({ level: 'silent', pretty: false, name: 'test' });
