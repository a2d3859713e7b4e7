import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { createLifecycle, type Lifecycle } from '../../platform/process/lifecycle';

/** The parsed options and positional arguments. */
type ParsedArguments<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>;

export interface FileCommand<Options extends ParseArgsOptionsConfig> {
  readonly help: string;
  readonly options: Options;
  /** @throws Error with a message for the user. */
  readonly run: (parsed: ParsedArguments<Options>, lifecycle: Lifecycle) => Promise<void>;
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Runs a command that processes files: prints `--help`, reports an error as one message, and stops
 * what it started. The exit code is 0 only if it completed.
 */
export async function runFileCommand<const Options extends ParseArgsOptionsConfig>(
  command: FileCommand<Options>,
): Promise<void> {
  let isDone = false;
  const lifecycle = createLifecycle({
    logger: () => null,
    exit: (code) => process.exit(isDone ? code : code || 1),
  });
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
    });
    if ((parsed.values as { help?: boolean }).help) process.stdout.write(command.help);
    else await command.run(parsed as unknown as ParsedArguments<Options>, lifecycle);
    isDone = true;
  } catch (error) {
    return lifecycle.fail(textOf(error));
  }
  await lifecycle.end(0);
}

/** @throws Error unless it is a number above 0 and at most `most`. */
export function numberOption(name: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  const bound = most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : '';
  throw new Error(`--${name} must be a number above 0${bound}.`);
}

/** @throws Error unless it is a whole number above 0 and at most `most`. */
export function countOption(name: string, text: string | undefined, most: number): number | null {
  const value = numberOption(name, text, most);
  if (value === null || Number.isInteger(value)) return value;
  throw new Error(`--${name} must be a whole number.`);
}

const currencyPattern = /^[A-Z]{3}$/;
const currencyDefault = 'GBP';

/** Currency of all prices, because the files do not contain it. */
export function currencyOption(text: string = currencyDefault): string {
  if (currencyPattern.test(text)) return text;
  throw new Error('--currency must be a code of three letters, such as GBP.');
}
