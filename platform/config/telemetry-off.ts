/**
 * Must be imported before @apollo/gateway is constructed: without it that package opens an
 * exporter to its maker and probes the metadata addresses of cloud providers.
 */
process.env.APOLLO_TELEMETRY_DISABLED = 'true';
