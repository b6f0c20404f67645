# Browser Phone for a server of your own: docs/server.md. No secret and no setting is in the image.

FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN node --import tsx scripts/deploy/build.ts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /build/dist ./
USER node
EXPOSE 3000
# As a process alone, Node.js gets the signals itself: SIGTERM ends it once the requests under way are answered.
CMD ["node", "serve.mjs"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --start-interval=2s CMD ["node", "health.mjs"]
