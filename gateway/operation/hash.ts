import { createHash } from 'node:crypto';

/** The SHA-256 of an operation's text, under which clients ask for it. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
