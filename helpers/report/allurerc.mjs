// A plain object: importing 'allure' from here would run its command line.
const variables = JSON.parse(process.env.CONFORMANCE_ALLURE ?? '{}');

/** @type {import('@allurereport/plugin-api').Config} */
export default {
  name: 'API conformance',
  output: variables.output,
  historyPath: variables.history,
  historyLimit: 50,
  variables: variables.shown,
  categories: [
    {
      name: 'Vendor deviates from its contract',
      matchers: { statuses: ['failed'], message: /VendorDeviates/ },
      groupByMessage: true,
    },
    { name: 'Undecided (environment or network)', matchers: { statuses: ['skipped'], message: /undecided/ } },
    { name: 'Not run', matchers: { statuses: ['skipped'], message: /not-run/ } },
    { name: 'Suite broken', matchers: { message: /SuiteBroken/ } },
  ],
  plugins: { awesome: { options: { singleFile: true, reportLanguage: 'en', groupBy: ['epic', 'feature', 'story'] } } },
};
