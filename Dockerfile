# syntax=docker/dockerfile:1
# One image for every part; the command selects the part (docker-compose.yml).

FROM node:24.20-trixie-slim AS build
WORKDIR /app
# The packages change less often than the sources, so they have their own layer.
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN node tools/build/build.mjs && node tools/build/production-files.mjs --to /production

FROM node:24.20-trixie-slim
WORKDIR /app
COPY --from=build /production ./
# Empty volumes get the owner of these folders: one for each container with secrets, and the ledger.
RUN for folder in /ledger /parts; do install --directory --owner=node --group=node "$folder"; done \
 && for part in authority secrets gateway sandbox cli migrate postgres redis grafana $(ls prisma); \
    do install --directory --owner=node --group=node "/parts/$part"; done
# The environment defaults to production, which rejects default secrets.
ENV NODE_ENV=production
USER node
CMD ["node", "dist/gateway/main.js"]
