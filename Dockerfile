# syntax=docker/dockerfile:1
# One image for every part; the command selects the part (docker-compose.yml).

FROM node:24.20-trixie-slim AS build
WORKDIR /app
# The packages change less often than the sources, so they have their own layer.
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN node cli/build.mjs && node cli/production-files.mjs --to /production

FROM node:24.20-trixie-slim
# Empty volumes get the owner of these folders.
RUN install --directory --owner=node --group=node /ledger /parts \
  /parts/authority /parts/secrets /parts/gateway /parts/users /parts/inventory /parts/orders \
  /parts/sandbox /parts/cli /parts/migrate /parts/postgres /parts/redis /parts/grafana
WORKDIR /app
COPY --from=build /production ./
# The environment defaults to production, which rejects default secrets.
ENV NODE_ENV=production
USER node
CMD ["node", "dist/gateway/main.js"]
