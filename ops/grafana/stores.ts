import { type Dashboard, figure, lines, type Row } from './panel';

const databases: Row = {
  title: 'Databases and Redis',
  panels: [
    figure(
      {
        title: 'Without Redis',
        description: 'Processes without a connection: orders continue, limits count per process.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      'count(redis_connected == 0) or vector(0)',
    ),
    figure(
      {
        title: 'Without notifications',
        description: 'LISTEN connections that are down: work waits for the next poll.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      'count(database_notifications_connected == 0) or vector(0)',
    ),
    figure(
      {
        title: 'Oldest backup',
        description: 'The oldest of the rooms that have a backup.',
        unit: 's',
        bad: { value: 93_600, side: 'above' },
      },
      'time() - min(max by (room) (database_backup_last_success_timestamp_seconds))',
    ),
    figure(
      {
        title: 'Certificate closest to its end',
        description: 'The share of its life that is left. It is renewed at a third.',
        unit: 'percentunit',
        bad: { value: 0.25, side: 'below' },
      },
      'min((certificate_expiry_timestamp_seconds - time()) / (certificate_expiry_timestamp_seconds - certificate_issue_timestamp_seconds))',
    ),
    lines(
      { title: 'Connections in use', description: 'Busy connections, by pool.', unit: 'short' },
      {
        '{{process}} {{pool}}': 'sum by (process, pool) (database_pool_connections{state="busy"})',
      },
    ),
    lines(
      {
        title: 'Waiting',
        description: 'Work that waits for a connection of a pool, or in a queue.',
        unit: 'short',
      },
      {
        '{{process}} {{pool}}': 'sum by (process, pool) (database_pool_waiting)',
        '{{process}} {{queue}}': 'sum by (process, queue) (turn_queue_waiting)',
      },
    ),
    lines(
      { title: 'Replica lag', description: 'The standby that is furthest behind.', unit: 's' },
      { '{{room}}': 'max by (room) (database_replica_lag_seconds)' },
    ),
    lines(
      {
        title: 'Lists by server',
        description: 'Who answers lists: a replica, the primary, or the primary for a replica.',
        unit: 'ops',
      },
      {
        '{{room}} {{target}}': 'sum by (room, target) (rate(database_list_reads_total[5m]))',
      },
    ),
    lines(
      {
        title: 'Read replicas',
        description: 'Replicas that are out, and the lag that reads have found.',
        unit: 'short',
      },
      {
        '{{room}} out': 'max by (room) (database_read_replicas{state="out"})',
        '{{room}} lag (s)': 'max by (room) (database_read_replica_lag_seconds)',
      },
    ),
    lines(
      {
        title: 'Log kept for replication',
        description: 'The slot that is furthest behind. At its limit it is given up.',
        unit: 'bytes',
      },
      { '{{room}}': 'max by (room) (database_slot_log_bytes)' },
    ),
    lines(
      {
        title: 'Room of an order',
        description: 'Bytes of all tables and indexes of orders, divided by the orders.',
        unit: 'bytes',
      },
      { '{{room}}': 'order:stored_bytes' },
    ),
    lines(
      {
        title: 'Outdated rows',
        description: 'Row versions that autovacuum has not removed yet, of the five worst tables.',
        unit: 'short',
      },
      {
        '{{room}} {{table}}': 'topk(5, max by (room, table) (database_table_dead_rows))',
      },
    ),
  ],
};

const processes: Row = {
  title: 'Processes',
  panels: [
    lines(
      { title: 'CPU', description: 'Cores in use.', unit: 'short' },
      { '{{process}}': 'sum by (process) (rate(process_cpu_seconds_total[5m]))' },
    ),
    lines(
      { title: 'Memory', description: 'Resident, and the heap in use.', unit: 'bytes' },
      {
        '{{process}}': 'max by (process) (process_resident_memory_bytes)',
        '{{process}} heap': 'max by (process) (nodejs_heap_size_used_bytes)',
      },
    ),
    lines(
      {
        title: 'Event loop',
        description: 'The longest turn between two scrapes.',
        unit: 's',
        bad: { value: 0.4, side: 'above' },
      },
      { '{{process}}': 'max by (process) (event_loop_delay_seconds{figure="max"})' },
    ),
    lines(
      { title: 'Garbage collection', description: 'Share of time, by kind.', unit: 'percentunit' },
      {
        '{{process}} {{kind}}': 'sum by (process, kind) (rate(nodejs_gc_duration_seconds_sum[5m]))',
      },
    ),
  ],
};

const cachedRows: Row = {
  title: 'Cached products and warehouses',
  panels: [
    figure(
      {
        title: 'Read from the database',
        description: 'The share of rows that no cache had. Checks for changes do not count.',
        unit: 'percentunit',
        bad: { value: 0.5, side: 'above' },
      },
      'sum(rate(data_cache_lookups_total{outcome=~"database|bypassed"}[15m])) / sum(rate(data_cache_lookups_total{outcome!="stale"}[15m]))',
    ),
    lines(
      {
        title: 'Rows by where they were read',
        description: 'Rows a second. Stale ones were cached, refused and read again.',
        unit: 'short',
      },
      { '{{outcome}}': 'sum by (outcome) (rate(data_cache_lookups_total[5m]))' },
    ),
    lines(
      { title: 'Size', description: 'Bytes of cached rows in memory.', unit: 'bytes' },
      { '{{process}} {{cache}}': 'sum by (process, cache) (data_cache_bytes)' },
    ),
    lines(
      {
        title: 'Evictions',
        description: 'Rows a second that were forgotten in memory for lack of room.',
        unit: 'short',
      },
      { '{{cache}}': 'sum by (cache) (rate(data_cache_evictions_total[5m]))' },
    ),
  ],
};

export const stores: Dashboard = {
  uid: 'stores',
  title: 'Stores, pools and processes',
  rows: [databases, cachedRows, processes],
};
