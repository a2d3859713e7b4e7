/**
 * The `options` of a connection that writes to a database which refuses writes by default, as that
 * of a region that follows another one does.
 */
export const writeAnyway = '-c default_transaction_read_only=off';
