import { z } from 'zod';

/** A whole number within limits. */
export const count = (least: number, most: number) => z.int().min(least).max(most);

/** A port of this machine; 0 picks a free one. */
export const port = count(0, 65_535);

/** A text that is not empty. */
export const text = z.string().min(1);

/** A text that is null if it is not set. */
export const optionalText = text.nullable().default(null);
