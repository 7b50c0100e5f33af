# The suite as an image: non-root, root file system read-only, one volume for what outlives a run.
#   docker build -t conformance .
#   docker run --rm --read-only --tmpfs /tmp --env-file .env -v conformance:/data conformance [npm run conformance's arguments]
FROM node:22-bookworm-slim

ENV NODE_ENV=development REPORTS_DIR=/data/reports
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN npm ci && npm cache clean --force

COPY helpers ./helpers
COPY sandbox ./sandbox
COPY specs ./specs
COPY tests ./tests
COPY playwright.config.ts tsconfig.json ./

# The journal of what a run created has to survive the container that is killed.
RUN mkdir -p /data/reports /data/journal && ln -s /data/journal .journal && chown -R node:node /data
USER node
VOLUME /data

ENTRYPOINT ["npm", "run", "--silent", "conformance", "--"]
