/** Values of fields that both sides of a call read alike. */

const digits = /^\d{1,15}$/;

/** Whether it is a length in bytes, and nothing else. */
export const isLength = (value: string): boolean => digits.test(value);

/** Whether the field `connection` ends the connection after this message. */
export const saysClose = (connection: string): boolean =>
  connection
    .toLowerCase()
    .split(',')
    .some((option) => option.trim() === 'close');
