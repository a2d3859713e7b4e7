import { isDeepStrictEqual } from 'node:util';
import { deepFreeze } from './deep-readonly';

/** What a new reading of the settings came to. */
export interface SettingsChange {
  /** Paths of the settings that have another value now. */
  readonly changed: readonly string[];
  /** Paths that differ in what was read, and stay as they are until the process starts again. */
  readonly needRestart: readonly string[];
}

export interface LiveSettings<Settings> {
  /** Frozen, and yet always what holds now: read it where it is needed, and keep no copy. */
  readonly view: Settings;
  /** Takes over what may change, and tells the listeners if anything did. */
  apply(next: Settings): SettingsChange;
  /** @returns what ends the listening. */
  onChange(listener: (change: SettingsChange) => void): () => void;
}

export interface LiveOptions<Settings> {
  readonly initial: Settings;
  /** Whether a path names a group of settings, or one value that changes as a whole. */
  readonly isSection: (path: string) => boolean;
  readonly isChangeable: (path: string, before: unknown, after: unknown) => boolean;
}

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const pathTo = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

type Rules = Omit<LiveOptions<unknown>, 'initial'>;

/** Groups are objects with a getter for each value, so that a group taken once stays true too. */
function viewOf(read: () => Plain, path: string, rules: Rules): Plain {
  const view = {};
  for (const [key, value] of Object.entries(read())) {
    const at = pathTo(path, key);
    const property =
      rules.isSection(at) && isPlain(value)
        ? { value: viewOf(() => read()[key] as Plain, at, rules) }
        : { get: () => read()[key] };
    Object.defineProperty(view, key, { enumerable: true, ...property });
  }
  return Object.freeze(view);
}

/** The present settings with those of the next that may change, each noted. */
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
    if (rules.isSection(at) && isPlain(before) && isPlain(after)) {
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
 * Settings that may change while the process runs, behind one object that never does. A setting
 * that is not there at first cannot come later: what may change has a default.
 */
export function liveSettings<Settings extends object>(
  options: LiveOptions<Settings>,
): LiveSettings<Settings> {
  let current = options.initial as Plain;
  const listeners = new Set<(change: SettingsChange) => void>();
  return {
    view: viewOf(() => current, '', options) as Settings,
    apply(next) {
      const found = { changed: [], needRestart: [] };
      // What a view gives out is frozen, and so is what was read; copies are only of the groups.
      current = deepFreeze(merge(current, structuredClone(next) as Plain, '', options, found));
      if (found.changed.length > 0) for (const listener of [...listeners]) listener(found);
      return found;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
