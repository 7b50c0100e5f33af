/**
 * Builds an Allure 3 report: loads Allure, reads its input to the end, and does what it says (`Job` of allure.ts). A process
 * of its own, because Allure needs much memory, and because it can be loaded while the last case runs.
 */
import { AllureReport, resolveConfig } from '@allurereport/core';
import AwesomePlugin from '@allurereport/plugin-awesome';

// Whose fault it is, in the words of the results' labels.
const categories = [
  {
    name: 'Vendor deviates',
    matchers: { statuses: ['failed'], labels: { fault: 'vendor deviates' } },
    groupByMessage: true,
    expand: true,
  },
  {
    name: 'Document contradicts itself',
    matchers: { labels: { fault: 'document contradicts itself' } },
    groupByMessage: true,
  },
  {
    name: 'Suite failed',
    matchers: { statuses: ['broken'] },
    groupByMessage: true,
    expand: true,
  },
  { name: 'Inconclusive (environment)', matchers: { labels: { verdict: 'inconclusive' } }, groupByMessage: true },
  { name: 'Not run', matchers: { labels: { verdict: 'not-run' } }, groupByMessage: true },
  { name: 'Waived', matchers: { labels: { verdict: 'waived' } }, groupByMessage: true },
  { name: 'Warns', matchers: { labels: { verdict: 'warns' } }, groupByMessage: true },
];

let job = '';
for await (const chunk of process.stdin) job += chunk;
// Whoever started it may end without having anything to do for it.
if (job === '') process.exit(0);
const { results, output, history, shown, singleFile } = JSON.parse(job);

const config = await resolveConfig(
  { name: 'API conformance', output, historyPath: history, historyLimit: 20, variables: shown, categories },
  { plugins: {} },
);
const options = { singleFile, reportLanguage: 'en', groupBy: ['feature', 'story'], defaultSortBy: 'status,asc' };
const report = new AllureReport({
  ...config,
  plugins: [{ id: 'awesome', enabled: true, options, plugin: new AwesomePlugin(options) }],
});
await report.start();
await report.readDirectory(results);
await report.done();
process.exit(0);
