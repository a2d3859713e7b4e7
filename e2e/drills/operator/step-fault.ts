import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { waitUntil } from '../../../platform/process/process-table';

/** The signal that a command sends itself, and the step at which it does. */
export interface StepFault {
  /** The first argument of the program; its child processes are left alone. */
  readonly command: string;
  /** The number of the step, from 1; or its name. */
  readonly at: number | string;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

const reachedDeadlineMs = 120_000;
const driver = createRequire(__filename).resolve('pg');

/**
 * A program for `node --require`. A step of a command is a program that it has started, a change
 * of a file in its data folder that comes next, or a statement that comes next and that begins or
 * ends a migration.
 */
const program = ({ command, at, signal }: StepFault, data: string, trace: string) => `
const fs = require('node:fs');
const path = require('node:path');
const programs = require('node:child_process');
if (process.argv[2] === ${JSON.stringify(command)}) {
  let count = 0;
  const reach = (step) => {
    fs.appendFileSync(${JSON.stringify(trace)}, step + '\\n');
    count += 1;
    const at = ${JSON.stringify(at)};
    if (at === count || at === step) process.kill(process.pid, ${JSON.stringify(signal)});
  };
  const nameOf = (file) => path.basename(String(file)).replace(/[.-]\\d[\\w.-]*/g, '');
  for (const change of ['renameSync', 'rmSync', 'writeFileSync']) {
    const original = fs[change];
    fs[change] = (file, ...given) => {
      if (String(file).startsWith(${JSON.stringify(data)})) {
        reach(change.replace('Sync', '') + ' ' + nameOf(file));
      }
      return original(file, ...given);
    };
  }
  const { spawn } = programs;
  programs.spawn = (name, given, ...options) => {
    const child = spawn(name, given, ...options);
    const end = given.indexOf('--');
    const words = end < 0 ? [name, ...given] : given.slice(end + 1);
    const word = words.slice(1).find((one) => /^[a-z][a-z-]*$/.test(one)) ?? '';
    reach(('run ' + path.basename(words[0]) + ' ' + word).trim());
    return child;
  };
  const { Client } = require(${JSON.stringify(driver)});
  const { query } = Client.prototype;
  Client.prototype.query = function (text, ...given) {
    const statement = String(text?.text ?? text).trim();
    if (/^(BEGIN|COMMIT|CREATE DATABASE|INSERT INTO _prisma)/.test(statement)) {
      reach(statement.split(/[\\s(]+/).slice(0, 3).join(' '));
    }
    return query.call(this, text, ...given);
  };
}
`;

/** A fault of one run of a command in a shell. */
export class SetFault {
  readonly preload: string;
  private readonly trace: string;

  constructor(
    folder: string,
    private readonly fault: StepFault,
  ) {
    this.preload = path.join(folder, 'step-fault.cjs');
    this.trace = path.join(folder, 'steps');
    writeFileSync(this.trace, '');
    writeFileSync(this.preload, program(fault, path.join(folder, 'data'), this.trace));
  }

  /** The steps that the command has reached. */
  get steps(): string[] {
    return readFileSync(this.trace, 'utf8').trim().split('\n');
  }

  /** @throws Error if the step is not reached. */
  async reached(): Promise<void> {
    const { at } = this.fault;
    const has = () => (typeof at === 'string' ? this.steps.includes(at) : this.steps.length >= at);
    if (!(await waitUntil(has, reachedDeadlineMs))) {
      throw new Error(`The step ${at} was not reached, after ${this.steps.join(', ')}.`);
    }
  }
}
