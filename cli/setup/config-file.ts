import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { parseConfiguration } from '../../config/schema';
import { readText } from '../../platform/config/read-text';
import { createFolder } from '../../platform/files/make-folder';
import { replaceFile } from '../../platform/process/replace-file';
import { CommandError } from '../program/exit-codes';

const fileName = 'config.yaml';
const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;
const everybodyReads = 0o644;

/** The settings that a run changes; undefined removes one. */
export type Changes = ReadonlyMap<string, unknown>;
/** The secrets that a run changes; null removes one. */
export type SecretChanges = ReadonlyMap<string, string | null>;

/** The library throws if a group on the way does not exist. */
function remove(document: Document, at: readonly string[]): void {
  if (document.hasIn(at)) document.deleteIn(at);
}

/** @returns null if there is no such file. */
const textOf = (file: string): string | null => (existsSync(file) ? readText(file) : null);

function documentOf(file: string, text: string | null): Document {
  const document = parseDocument(text ?? '{}\n');
  const [fault] = document.errors;
  if (fault !== undefined) throw new CommandError(`${file}: ${fault.message.split('\n', 1)[0]}`);
  return document;
}

/** `config.yaml` of a folder with its comments, and the folder of its secrets. */
export class ConfigFile {
  readonly path: string;
  readonly isNew: boolean;
  private readonly document: Document;
  /** The text that this run has read. */
  private readonly before: string | null;

  constructor(folder: string) {
    this.path = path.join(folder, fileName);
    this.before = textOf(this.path);
    this.isNew = this.before === null;
    this.document = documentOf(this.path, this.before);
    // The flow style of the empty document would be kept.
    if (this.isNew) this.document.contents = this.document.createNode({}) as Document['contents'];
  }

  get(setting: string): unknown {
    const value = this.document.getIn(setting.split('.'));
    const isNode = typeof value === 'object' && value !== null && 'toJSON' in value;
    return isNode ? (value as { toJSON(): unknown }).toJSON() : value;
  }

  get secretsFolder(): string {
    const folder = this.get('secrets.folder');
    return path.resolve(path.dirname(this.path), typeof folder === 'string' ? folder : 'secrets');
  }

  /** The secrets that have a file. */
  secrets(): string[] {
    const names = existsSync(this.secretsFolder) ? readdirSync(this.secretsFolder) : [];
    // A start does not read hidden files, which editors leave.
    return names.filter((name) => !name.startsWith('.'));
  }

  private readSecret(name: string): string {
    return readText(path.join(this.secretsFolder, name)).trim();
  }

  /** The text of a setting that is in the file or among the secrets; null if it is in neither. */
  textOf(setting: string): string | null {
    const value = this.get(setting);
    if (typeof value === 'string') return value;
    return this.secrets().includes(setting) ? this.readSecret(setting) : null;
  }

  /** Changes the settings in memory only. */
  change(changes: Changes): void {
    for (const [setting, value] of changes) {
      const at = setting.split('.');
      if (value === undefined) remove(this.document, at);
      else this.document.setIn(at, value);
    }
  }

  /** @throws ConfigurationError that lists what a start would refuse. */
  check(secrets: SecretChanges): void {
    const whole = this.document.clone();
    const unchanged = this.secrets().filter((name) => !secrets.has(name));
    const values = [...unchanged.map((name) => [name, this.readSecret(name)] as const), ...secrets];
    for (const [name, value] of values) {
      if (value !== null) whole.setIn(name.split('.'), value);
    }
    parseConfiguration(whole.toJS());
  }

  /**
   * Writes the secrets, and then the settings that need them.
   * @returns the written files.
   * @throws CommandError if the settings have changed since they were read: that change would be lost.
   */
  write(secrets: SecretChanges): string[] {
    if (textOf(this.path) !== this.before) {
      throw new CommandError(
        `${this.path} was changed in the meantime, by hand or by another call of setup. Nothing was written. Call setup again.`,
      );
    }
    const folder = this.secretsFolder;
    createFolder(folder, ownerOnlyFolder);
    const written = [...secrets].flatMap(([name, value]) => {
      const file = path.join(folder, name);
      if (value !== null) replaceFile(file, `${value}\n`, ownerOnly);
      else rmSync(file, { force: true });
      return value === null ? [] : [file];
    });
    replaceFile(this.path, this.document.toString({ lineWidth: 0 }), everybodyReads);
    return [...written, this.path];
  }
}
