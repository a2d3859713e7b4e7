import { type Dashboard, lines, quantile, type Row } from './panel';

const operations: Row = {
  title: 'Operations',
  panels: [
    lines(
      { title: 'Operations', description: 'Answered, by name.', unit: 'ops' },
      { '{{operation}}': 'topk(15, sum by (operation) (rate(gateway_operations_total[5m])))' },
    ),
    lines(
      {
        title: 'Errors',
        description: 'Errors by the code of the first one; docs/failures.md explains each.',
        unit: 'ops',
      },
      {
        '{{outcome}}': 'sum by (outcome) (rate(gateway_operations_total{outcome!="ok"}[5m]))',
        'before GraphQL: {{code}}': 'sum by (code) (rate(gateway_refusals_total[5m]))',
        'rate limit: {{viewer}}': 'sum by (viewer) (rate(gateway_rate_limit_refusals_total[5m]))',
      },
    ),
    lines(
      {
        title: 'Response time',
        description: 'Reads and writes, 99th percentile.',
        unit: 's',
        bad: { value: 0.25, side: 'above' },
      },
      { '{{type}}': quantile(0.99, 'gateway_operation_duration_seconds', 'type') },
    ),
    lines(
      { title: 'The slowest operations', description: '99th percentile, by name.', unit: 's' },
      {
        '{{operation}}': `topk(10, ${quantile(0.99, 'gateway_operation_duration_seconds', 'operation')})`,
      },
    ),
    lines(
      { title: 'Persisted operations', description: 'Hits, misses, registrations.', unit: 'ops' },
      { '{{result}}': 'sum by (result) (rate(gateway_persisted_operations_total[5m]))' },
    ),
    lines(
      {
        title: 'Caches',
        description: 'Hit ratio, by cache.',
        unit: 'percentunit',
      },
      {
        '{{cache}}':
          'sum by (cache) (rate(cache_requests_total{result="hit"}[5m])) / sum by (cache) (rate(cache_requests_total[5m]))',
      },
    ),
  ],
};

const overload: Row = {
  title: 'Overload',
  panels: [
    lines(
      {
        title: 'Waiting operations',
        description: 'Operations that wait for their turn, by priority, in the fullest gateway.',
        unit: 'short',
      },
      { '{{priority}}': 'max by (priority) (gateway_admission_waiting)' },
    ),
    lines(
      {
        title: 'Executed at the same time',
        description: 'Operations that a gateway executes; limits.overload.running is the limit.',
        unit: 'short',
      },
      { '{{priority}}': 'max by (priority) (gateway_admission_running)' },
    ),
    lines(
      {
        title: 'Refused',
        description: 'Operations refused because of overload, by priority and reason.',
        unit: 'ops',
      },
      {
        '{{priority}}: {{reason}}':
          'sum by (priority, reason) (rate(gateway_admission_refusals_total[5m]))',
      },
    ),
  ],
};

const answerLookups = 'cache_requests_total{cache="answers"}';
const answerHits = 'cache_requests_total{cache="answers",result="hit"}';

const keptAnswers: Row = {
  title: 'Kept answers',
  panels: [
    lines(
      {
        title: 'Hit ratio',
        description: 'Public queries that were answered without an execution.',
        unit: 'percentunit',
      },
      {
        'of 5 minutes': `sum(rate(${answerHits}[5m])) / sum(rate(${answerLookups}[5m]))`,
        'of a day': `sum(rate(${answerHits}[1d])) / sum(rate(${answerLookups}[1d]))`,
      },
    ),
    lines(
      { title: 'Public queries', description: 'Answered from memory, and executed.', unit: 'ops' },
      {
        '{{result}}': `sum by (result) (rate(${answerLookups}[5m]))`,
        evicted: 'sum(rate(gateway_kept_answer_evictions_total[5m]))',
      },
    ),
    lines(
      { title: 'Kept', description: 'Public answers in the memory of a gateway.', unit: 'short' },
      { '{{instance}}': 'max by (instance) (gateway_kept_answers)' },
    ),
    lines(
      { title: 'Memory', description: 'Bytes of these answers with their keys.', unit: 'bytes' },
      { '{{instance}}': 'max by (instance) (gateway_kept_answer_bytes)' },
    ),
  ],
};

const streams: Row = {
  title: 'Live updates',
  panels: [
    lines(
      { title: 'Streams', description: 'Open, and blocked by a slow reader.', unit: 'short' },
      { open: 'sum(gateway_streams_open)', blocked: 'sum(gateway_streams_blocked)' },
    ),
    lines(
      {
        title: 'Sent and ended',
        description: 'States sent; streams ended, by reason.',
        unit: 'ops',
      },
      {
        sent: 'sum(rate(gateway_stream_updates_total[5m]))',
        'ended: {{reason}}': 'sum by (reason) (rate(gateway_streams_ended_total[5m]))',
      },
    ),
  ],
};

const parts: Row = {
  title: 'Subgraphs and other services',
  panels: [
    lines(
      {
        title: 'Fetches from subgraphs',
        description: 'Calls by subgraph and outcome.',
        unit: 'ops',
      },
      {
        '{{subgraph}} {{outcome}}':
          'sum by (subgraph, outcome) (rate(gateway_subgraph_fetch_duration_seconds_count[5m]))',
      },
    ),
    lines(
      { title: 'Subgraph response time', description: '99th percentile.', unit: 's' },
      { '{{subgraph}}': quantile(0.99, 'gateway_subgraph_fetch_duration_seconds', 'subgraph') },
    ),
    lines(
      {
        title: 'Connections',
        description: 'Calls over an open connection, or over a new one.',
        unit: 'ops',
      },
      {
        '{{service}} {{kind}}': 'sum by (service, kind) (rate(remote_connections_total[5m]))',
      },
    ),
    lines(
      {
        title: 'Wait and first byte',
        description:
          '99th percentile: wait for a connection, and time from there to the response headers.',
        unit: 's',
      },
      {
        '{{service}} waits': quantile(0.99, 'remote_queue_wait_seconds', 'service'),
        '{{service}} first byte': quantile(0.99, 'remote_time_to_first_byte_seconds', 'service'),
      },
    ),
    lines(
      {
        title: 'Instances',
        description: 'Instances of a service that a process knows, and those that it has ejected.',
        unit: 'short',
      },
      {
        '{{service}} known': 'max by (service) (remote_instances)',
        '{{service}} ejected': 'max by (service) (remote_instances_ejected)',
      },
    ),
    lines(
      {
        title: 'Calls by instance',
        description: 'Calls that each instance of a subgraph has received: they should be equal.',
        unit: 'ops',
      },
      {
        '{{process}} {{instance}}':
          'sum by (process, instance) (rate(remote_calls_served_total[5m]))',
      },
    ),
    lines(
      {
        title: 'Retries',
        description: 'Calls that were sent to another instance, and instances that were ejected.',
        unit: 'ops',
      },
      {
        '{{service}} retries': 'sum by (service) (rate(remote_retries_total[5m]))',
        '{{service}} ejections': 'sum by (service) (rate(remote_ejections_total[5m]))',
      },
    ),
    lines(
      {
        title: 'Breakers',
        description: '0 closed, 1 half open: one call tries, 2 open: no calls.',
        unit: 'short',
        bad: { value: 1, side: 'above' },
      },
      { '{{process}} → {{target}}': 'max by (process, target) (outgoing_breaker_state)' },
    ),
    lines(
      {
        title: 'Accounts',
        description: 'Sign-ins by outcome, registrations, refreshes with a used token.',
        unit: 'ops',
      },
      {
        '{{outcome}}': 'sum by (outcome) (rate(users_sign_ins_total[5m]))',
        registrations: 'sum(rate(users_registrations_total[5m]))',
        'token reused': 'sum(rate(users_session_refreshes_total{outcome="reuse"}[5m]))',
      },
    ),
  ],
};

export const gateway: Dashboard = {
  uid: 'gateway',
  title: 'Gateway',
  rows: [operations, overload, keptAnswers, streams, parts],
};
