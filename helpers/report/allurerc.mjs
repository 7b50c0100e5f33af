// A plain object: importing 'allure' from here would run its command line.
const variables = JSON.parse(process.env.CONFORMANCE_ALLURE ?? '{}');

/** @type {import('@allurereport/plugin-api').Config} */
export default {
  name: 'API conformance',
  output: variables.output,
  historyPath: variables.history,
  historyLimit: 50,
  variables: variables.shown,
  // Whose fault it is, in the words of the results' labels.
  categories: [
    {
      name: 'Vendor deviates from its contract',
      matchers: { statuses: ['failed'], labels: { fault: 'vendor deviates' } },
      groupByMessage: true,
      expand: true,
    },
    {
      name: 'The document contradicts itself',
      matchers: { labels: { fault: 'document contradicts itself' } },
      groupByMessage: true,
    },
    {
      name: 'The suite failed, not the vendor',
      matchers: { statuses: ['broken'] },
      groupByMessage: true,
      expand: true,
    },
    { name: 'Undecided: environment or network', matchers: { labels: { verdict: 'undecided' } }, groupByMessage: true },
    { name: 'Not run', matchers: { labels: { verdict: 'not-run' } }, groupByMessage: true },
    { name: 'Waived: accepted for now', matchers: { labels: { verdict: 'waived' } }, groupByMessage: true },
    { name: 'Warns: good practice, not promised', matchers: { labels: { verdict: 'warns' } }, groupByMessage: true },
  ],
  plugins: { awesome: { options: { singleFile: true, reportLanguage: 'en', groupBy: ['epic', 'feature', 'story'] } } },
};
