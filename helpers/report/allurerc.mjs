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
  ],
  plugins: {
    awesome: {
      options: {
        singleFile: variables.singleFile ?? true,
        reportLanguage: 'en',
        groupBy: ['feature', 'story'],
        defaultSortBy: 'status,asc',
      },
    },
  },
};
