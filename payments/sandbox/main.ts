import '../../platform/process/node-version';
import '../../platform/config/zod-locales-off';
import { z } from 'zod';
import { withoutTrailingSlashes } from '../../platform/config/origin';
import { packageVersion } from '../../platform/remote/package-version';
import { createMetrics } from '../../platform/telemetry/metrics';
import * as limits from './limits';
import { openSandbox, type Sandbox, SandboxStartError } from './sandbox';

/**
 * The sandbox as a process. Its options, including secrets, are one JSON line on stdin, so that
 * they are not visible in the process list or the environment. Stdin stays open while the parent
 * lives: when it ends, this process exits.
 */

const optionsSchema = z.strictObject({
  port: z.number().int().min(0).max(65_535),
  host: z.string().min(1),
  dataFolder: z.string().min(1),
  apiSecret: z.string().min(16),
  callbackSecret: z.string().min(16),
  merchantName: z.string().min(1),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .transform(withoutTrailingSlashes)
    .optional(),
});

async function main(): Promise<void> {
  // The parent may have exited while this process drains.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  // Ctrl-C reaches the whole process group. The parent handles it: it finishes its requests, which
  // may need this process, and then stops it.
  process.on('SIGINT', () => undefined);

  const options = parseOptions(await readOptionsLine());
  const sandbox = await openSandbox({
    ...options,
    log,
    registry: createMetrics({ name: 'sandbox', version: packageVersion() }),
    onFailure: endAtOnce,
  });
  stopOnRequest(sandbox);
  process.stdout.write(`${JSON.stringify({ listening: sandbox.port })}\n`);
}

function stopOnRequest(sandbox: Sandbox): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    sandbox.close().then(() => process.exit(0), endAtOnce);
  };
  process.on('SIGTERM', stop);
  process.stdin.on('end', stop);
  process.stdin.on('close', stop);
  if (process.stdin.destroyed || process.stdin.readableEnded) stop();
}

function readOptionsLine(): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (reason: string) =>
      reject(new SandboxStartError(`The payment sandbox ${reason}.`));
    const deadline = setTimeout(() => fail('got no options on stdin'), limits.optionsDeadlineMs);
    process.stdin.setEncoding('utf8');
    process.stdin.on('end', () => fail('got no options on stdin'));
    process.stdin.on('error', () => fail('cannot read stdin'));
    // Keeps reading after the first line, because an unread stream never emits its end.
    process.stdin.on('data', (chunk: string) => {
      if (text.includes('\n')) return;
      text += chunk;
      if (text.length > limits.optionsBytesMax) return fail('got too long a line on stdin');
      if (!text.includes('\n')) return;
      clearTimeout(deadline);
      resolve(text.slice(0, text.indexOf('\n')));
    });
  });
}

function parseOptions(line: string): z.output<typeof optionsSchema> {
  const result = optionsSchema.safeParse(jsonOf(line));
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new SandboxStartError(`The payment sandbox got invalid options: ${faults.join('; ')}.`);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The parser's message could contain secrets.
    throw new SandboxStartError('The payment sandbox got options that are not JSON.');
  }
}

function log(event: string, details: Record<string, unknown>): void {
  const line = { at: new Date().toISOString(), event, ...details };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

function endAtOnce(error: unknown): void {
  const sentence =
    error instanceof SandboxStartError
      ? error.message
      : `The payment sandbox failed: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${sentence}\n`, () => process.exit(1));
}

main().catch(endAtOnce);
