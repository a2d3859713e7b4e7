import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from '../../platform/config/child-environment';
import { compiledCode, type StartedShop } from '../../testing/started-shop';

const commandDeadlineMs = 600_000;

/** What a command has printed, and how it has ended. */
export interface Typed {
  /** The line that an operator types, without the name of the program. */
  readonly line: string;
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has printed on standard error so far. */
  readonly shown: () => string;
  readonly ended: Promise<Typed>;
}

/** The program as an operator calls it, in a folder and with the settings of one shop. */
export class Shell {
  constructor(
    readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** @param preload a program that Node loads before the command. */
  begin(given: readonly string[], preload?: string): Running {
    const child = spawn(
      process.execPath,
      [path.join(compiledCode, 'cli/orderprocessing.js'), ...given],
      {
        cwd: this.folder,
        env: {
          ...childEnvironment(),
          HOME: this.folder,
          ORDERPROCESSING_DATA_FOLDER: path.join(this.folder, 'data'),
          ...this.settings,
          ...(preload === undefined ? {} : { NODE_OPTIONS: `--require=${preload}` }),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: commandDeadlineMs,
      },
    );
    let [output, errors] = ['', ''];
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      errors += text.toString();
    });
    const line = given.join(' ').replaceAll(`${this.folder}/`, '');
    const ended = new Promise<Typed>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ line, code, output, errors }));
    });
    return { child, shown: () => errors, ended };
  }

  type(...given: string[]): Promise<Typed> {
    return this.begin(given).ended;
  }

  /** The output of a command that succeeds. @throws Error with its output if it fails. */
  async done(...given: string[]): Promise<string> {
    const { line, code, output, errors } = await this.type(...given);
    if (code === 0) return output;
    throw new Error(`${line} ended with ${code}: ${output}${errors}`);
  }
}

/** A shell for the data and the ports of this shop. */
export const shellOf = (shop: StartedShop): Shell =>
  new Shell(shop.folder, {
    ORDERPROCESSING_SERVER_PORT: new URL(shop.url).port,
    ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(shop.ledgerUrl).port,
  });
