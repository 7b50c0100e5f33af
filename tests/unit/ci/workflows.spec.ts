import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { runVariableNames } from '../../../helpers/config/variables.ts';
import { secretVariablesOf, variablesOf } from '../../../helpers/profile/sources.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import { lintWorkflows } from '../../../helpers/commands/lint-workflows.ts';
import { projectRoot } from '../../../helpers/run/worker.ts';

const { profiles } = await loadProject();
const variables = [...runVariableNames, ...profiles.flatMap((profile) => [...variablesOf(profile).keys()])];

const folder = path.join(projectRoot, '.github/workflows');
const files = readdirSync(folder);
const text = (name: string) => readFileSync(path.join(folder, name), 'utf8');

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly {
    readonly name?: string;
    readonly run?: string;
    readonly uses?: string;
    readonly if?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}
const jobs = (name: string): Job[] => Object.values((parse(text(name)) as { jobs: Record<string, Job> }).jobs);

test('the workflows pass the linter', async () => {
  expect(files.toSorted()).toEqual(['pull-request.yml', 'release-gate.yml', 'schedule.yml', 'soak.yml']);
  expect(await lintWorkflows(folder)).toEqual([]);
  expect(await lintWorkflows(path.join(projectRoot, 'docs/examples'))).toEqual([]);
});

test('the linter finds what GitHub rejects and what this repository forbids', async () => {
  const bad = mkdtempSync(path.join(tmpdir(), 'workflows-'));
  const good = text('pull-request.yml');
  const changes: readonly (readonly [string, string, string])[] = [
    ['runs-on: ubuntu-24.04', 'runs-on: ubuntu-24', 'label "ubuntu-24" is unknown'],
    ['${{ matrix.node }}', '${{ matrix.nodes }}', 'property "nodes" is not defined'],
    ['run: npm ci', 'run: echo ${{ github.event.pull_request.title }}', 'is potentially untrusted'],
    ['permissions:\n  contents: read', 'permissions:\n  contents: write', 'read at most'],
    ['permissions:\n  contents: read\n', '', 'read at most'],
    [' # v6.0.2', '', 'pin an action to a commit'],
    ['@48b55a011bda9f5d6aeb4c2d9c7362e8dae4041e # v6.4.0', '@v6', 'pin an action to a commit'],
    ['  pull_request:', '  pull_request_target:', 'hands secrets to forks'],
    ['    timeout-minutes: 60\n', '', 'has no timeout-minutes'],
  ];
  for (const [from, to, said] of changes) {
    expect(good).toContain(from);
    writeFileSync(path.join(bad, 'x.yml'), good.replace(from, to));
    expect((await lintWorkflows(bad)).join('\n'), to).toContain(said);
  }
  rmSync(bad, { recursive: true });
});

test('every npm command of a workflow is a script of this project', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const name of files)
    for (const { run = '' } of jobs(name).flatMap(({ steps }) => steps))
      for (const [, script = ''] of run.matchAll(/npm run (?:--silent )?([\w:]+)/g))
        expect(Object.keys(scripts), name).toContain(script);
});

test('a pull request, which may come from a fork, sees no secret and may write nothing', () => {
  expect(text('pull-request.yml')).not.toMatch(/secrets\.|vars\.|environment:|: write/);
});

test('only the nightly run may write, and only issues', () => {
  expect(text('schedule.yml').match(/\w+: write/g)).toEqual(['issues: write']);
  expect(text('release-gate.yml')).not.toContain(': write');
});

/** The jobs of a workflow that ask a vendor, each with its name in titles. */
const askingJobs = (name: string) =>
  jobs(name)
    .filter(({ steps }) => steps.some(({ run }) => run?.includes('npm run conformance')))
    .map((job, index) => ({ title: `${name}, job ${index + 1}`, steps: job.steps }));

for (const { title: name, steps } of [...askingJobs('schedule.yml'), ...askingJobs('release-gate.yml')]) {
  test(`${name}: nothing leaves the machine after exit code 2`, () => {
    const after = steps.slice(steps.findIndex(({ run }) => run?.includes('npm run conformance')) + 1);
    expect(after.length).toBeGreaterThan(0);
    const wrote = "!cancelled() && (steps.run.outputs.code == '0' || steps.run.outputs.code == '1')";
    const compared = "(steps.drift.outputs.code == '0' || steps.drift.outputs.code == '1')";
    for (const step of after)
      expect([`\${{ ${wrote} }}`, `\${{ ${wrote} && ${compared} }}`], step.name).toContain(step.if);
  });

  test(`${name}: every name of .env.example is passed, and no other; every credential comes from a secret`, () => {
    const example = readFileSync(path.join(projectRoot, '.env.example'), 'utf8');
    const named = [...example.matchAll(/^([A-Z][A-Z_]+)=/gm)].flatMap(([, each]) => each ?? []);
    const env: Record<string, string> = Object.assign({}, ...steps.map((step) => step.env ?? {}));
    // Only the nightly run compares what a vendor publishes, and tells what changed.
    const nightly = (each: string) => each.endsWith('_SPEC_URL') || each === 'NOTIFY_WEBHOOK_URL';
    const isNightly = steps.some(({ run }) => run?.includes('npm run notify'));
    const wanted = named.filter((each) => isNightly || !nightly(each));
    const others = ['VENDOR', 'GITHUB_TOKEN', 'GH_TOKEN', 'NAME', 'PAIR', 'BASE_URLS', 'SHARD', 'SHARDS'];
    expect(
      Object.keys(env)
        .filter((each) => !others.includes(each))
        .toSorted(),
    ).toEqual(wanted.toSorted());
    const secrets = [...profiles.flatMap(secretVariablesOf), 'NOTIFY_WEBHOOK_URL'];
    for (const [key, value] of Object.entries(env).filter(([each]) => named.includes(each))) {
      if (secrets.includes(key) || key.endsWith('_APP_ID')) expect(value).toBe(`\${{ secrets.${key} }}`);
      else expect(value, key).not.toContain('secrets.');
    }
  });
}

for (const { title, steps } of askingJobs('schedule.yml'))
  test(`${title}: a pair without a base URL is skipped aloud: nothing is installed, sent or red`, () => {
    const [asks, ...others] = steps;
    const bases = profiles.map(({ baseUrl }) => baseUrl.slice(1));
    expect(
      [...(asks?.env?.['BASE_URLS'] ?? '').matchAll(/vars\.(\w+)/g)].flatMap(([, each]) => each ?? []).toSorted(),
    ).toEqual(bases.toSorted());
    // What comes after the run asks for its exit code, which a skipped run has not.
    const until = others.findIndex(({ run }) => run?.includes('npm run conformance')) + 1;
    for (const step of others.slice(0, until))
      expect(step.if, step.name).toContain("steps.configured.outputs.yes == 'true'");
  });

test('history outlives the cache: every run leaves it as an artifact, and takes the last one where the cache is gone', () => {
  const steps = askingJobs('schedule.yml').at(-1)?.steps ?? [];
  const [restore, artifact, run, keep] = [
    steps.findIndex(({ uses }) => uses?.startsWith('actions/cache/restore@')),
    steps.findIndex(({ run: line }) => line?.includes('gh run download')),
    steps.findIndex(({ run: line }) => line?.includes('npm run conformance')),
    steps.findIndex(
      ({ with: given, uses }) => uses?.startsWith('actions/upload-artifact@') && given?.['path'] === 'reports/history',
    ),
  ];
  expect([restore, artifact, run, keep]).toEqual([restore, artifact, run, keep].toSorted((a, b) => a - b));
  expect(restore).toBeGreaterThan(-1);
  expect(steps[artifact]?.if).toContain("steps.history.outputs.cache-matched-key == ''");
  expect(steps[artifact]?.env?.['NAME']).toBe(steps[keep]?.with?.['name']);
});

test('the nightly run looks for drift after conformance, knows where each vendor publishes, and files what moved', () => {
  const steps = jobs('schedule.yml').flatMap((job) => job.steps);
  const [conformance, drift, issues] = ['npm run conformance', 'npm run drift', 'npm run issues -- --drift'].map(
    (command) => steps.findIndex(({ run }) => run?.includes(command)),
  );
  expect([conformance, drift, issues]).toEqual([conformance, drift, issues].toSorted((a = 0, b = 0) => a - b));
  expect(Object.keys(steps[drift ?? -1]?.env ?? {}).filter((name) => name.endsWith('_SPEC_URL'))).toEqual(
    variables
      .filter((name) => name.endsWith('_SPEC_URL'))
      .toSorted()
      .toReversed(),
  );
  expect(text('schedule.yml')).toContain('max-parallel: 1');
});

test('the nightly run is divided by an input: what the shards of a pair leave is what its job merges', () => {
  const [shard, whole] = askingJobs('schedule.yml').map(({ steps }) => steps);
  const running = (steps: Job['steps'] = []) => steps.find(({ run }) => run?.includes('npm run conformance'));
  const { SHARD, ...ofShard } = running(shard)?.env ?? {};
  const { SHARDS, ...ofWhole } = running(whole)?.env ?? {};
  expect(running(shard)?.run).toContain('--shard "$SHARD"');
  expect(running(whole)?.run).toContain('npm run merge -- shards/*');
  expect([SHARD, SHARDS]).toEqual([
    '${{ matrix.index }}/${{ needs.parts.outputs.count }}',
    '${{ needs.parts.outputs.count }}',
  ]);
  expect(ofShard).toEqual(ofWhole);
  const uploaded = shard?.find(({ with: given }) => String(given?.['name']).startsWith('shard-'))?.with?.['name'];
  expect(uploaded).toBe('shard-${{ matrix.vendor }}-${{ matrix.environment }}-${{ matrix.index }}');
  const download = whole?.find(({ run }) => run?.includes('--pattern "shard-$PAIR-*" --dir shards'));
  expect(download?.env?.['PAIR']).toBe('${{ matrix.vendor }}-${{ matrix.environment }}');
});

test('the release gate is strict', () => {
  expect(text('release-gate.yml')).toContain("STRICT: '1'");
});
