import { hash } from 'node:crypto';

/** The SHA-256 of an operation's text, by which clients refer to it. */
export const hashOf = (text: string): string => hash('sha256', text);
