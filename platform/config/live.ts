import { isDeepStrictEqual } from 'node:util';
import { deepFreeze } from './deep-readonly';
import { isRecord } from './is-record';

/** The result of reading the settings again. */
export interface SettingsChange {
  /** Paths of the settings that changed. */
  readonly changed: readonly string[];
  /** Paths that differ but take effect only after a restart. */
  readonly needRestart: readonly string[];
}

export interface LiveSettings<Settings> {
  /** Frozen, and always current: read it where it is needed, and keep no copy. */
  readonly view: Settings;
  /**
   * Applies the changes that need no restart, and notifies the listeners if there were any.
   * @param isChangeable replaces the usual rule, for processes that will restart.
   */
  apply(next: Settings, isChangeable?: IsChangeable): SettingsChange;
  /** @returns a function that unsubscribes. */
  onChange(listener: (change: SettingsChange) => void): () => void;
}

type IsChangeable = (path: string, before: unknown, after: unknown) => boolean;

export interface LiveOptions<Settings> {
  readonly initial: Settings;
  /** Whether a path is a group of settings rather than a single value. */
  readonly isSection: (path: string) => boolean;
  readonly isChangeable: IsChangeable;
}

type Plain = Readonly<Record<string, unknown>>;

const pathTo = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

type Rules = Omit<LiveOptions<unknown>, 'initial'>;

/** Groups have a getter for each value, so that a reference to a group stays current too. */
function viewOf(read: () => Plain, path: string, rules: Rules): Plain {
  const view = {};
  for (const [key, value] of Object.entries(read())) {
    const at = pathTo(path, key);
    const property =
      rules.isSection(at) && isRecord(value)
        ? { value: viewOf(() => read()[key] as Plain, at, rules) }
        : { get: () => read()[key] };
    Object.defineProperty(view, key, { enumerable: true, ...property });
  }
  return Object.freeze(view);
}

/** The current settings, updated with the changeable ones of the next. */
function merge(
  present: Plain,
  next: Plain,
  path: string,
  rules: Rules,
  found: { changed: string[]; needRestart: string[] },
): Plain {
  const merged: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(present), ...Object.keys(next)])) {
    const at = pathTo(path, key);
    const [before, after] = [present[key], next[key]];
    if (Object.hasOwn(present, key)) merged[key] = before;
    if (isDeepStrictEqual(before, after)) continue;
    if (rules.isSection(at) && isRecord(before) && isRecord(after)) {
      merged[key] = merge(before, after, at, rules, found);
    } else if (Object.hasOwn(present, key) && rules.isChangeable(at, before, after)) {
      merged[key] = after;
      found.changed.push(at);
    } else {
      found.needRestart.push(at);
    }
  }
  return merged;
}

/**
 * Settings that may change while the process runs, behind one object that stays the same. Every
 * changeable setting has a default, because one that is absent at first cannot be added later.
 */
export function liveSettings<Settings extends object>(
  options: LiveOptions<Settings>,
): LiveSettings<Settings> {
  let current = options.initial as Plain;
  const listeners = new Set<(change: SettingsChange) => void>();
  return {
    view: viewOf(() => current, '', options) as Settings,
    apply(next, isChangeable = options.isChangeable) {
      const rules = { ...options, isChangeable };
      const found = { changed: [], needRestart: [] };
      // Values are frozen as they were read; only the groups are copied.
      current = deepFreeze(merge(current, structuredClone(next) as Plain, '', rules, found));
      if (found.changed.length > 0) for (const listener of [...listeners]) listener(found);
      return found;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
