/** Loaded by every Node.js process of a measured run: writes down, as it ends, what it was and what it used. */
const { appendFileSync } = require('node:fs');
const path = require('node:path');
const { performance } = require('node:perf_hooks');
const file = path.join(__dirname, '../../.cache/bench.jsonl');
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const role = process.argv[1]?.endsWith('allure-generate.mjs') ? 'Allure' : process.send ? 'worker' : 'command';
  const marks = performance.getEntriesByType('mark').map(({ name, startTime, detail }) => [name, startTime, detail]);
  const megabytes = process.resourceUsage().maxRSS / 1_024;
  appendFileSync(
    file,
    `${JSON.stringify({ role, pid: process.pid, cpuMs: (user + system) / 1_000, megabytes, marks })}\n`,
  );
});
