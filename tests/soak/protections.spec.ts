/** Each protection taken out of a copy of the project, one at a time: a test of the suite has to fail for it. */
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { copyProject, execute } from '../e2e/harness/project.ts';

interface Protection {
  readonly is: string;
  readonly file: string;
  /** What is taken out, and what stands there instead. */
  readonly from: string | RegExp;
  readonly to?: string;
  /** A second line of defence behind it, which would do alone and so goes with it. */
  readonly behind?: { readonly file: string; readonly from: string; readonly to: string };
  /** The file of tests that attack it, and which of them. */
  readonly tests: string;
  readonly named?: string;
}

const protections: Readonly<Record<string, readonly Protection[]>> = {
  journal: [
    {
      is: 'the intent is written before the call',
      file: 'helpers/client/journal.ts',
      from: "write({ kind: 'intent', seq, ...about });",
      tests: 'client/journal',
      named: 'the intent is on disk',
    },
    {
      is: 'each entry is synced',
      file: 'helpers/client/journal-file.ts',
      from: '`${JSON.stringify(entry)}\\n`);\n  fsyncSync(descriptor);',
      to: '`${JSON.stringify(entry)}\\n`);',
      tests: 'client/journal',
      named: 'synced to the disk',
    },
    {
      is: 'the journal of a living process is left alone',
      file: 'helpers/client/journal-file.ts',
      from: "if (lives.includes('alive')) return false;",
      tests: 'client/journal',
      named: 'a running process is not swept',
    },
  ],
  provenance: [
    {
      is: 'only what was made, or made up, is removed',
      file: 'helpers/client/guard.ts',
      from: 'if (known.isCreated(id) || known.isUnknown(id)) continue;',
      to: 'if (id !== undefined) continue;',
      tests: 'client/guard',
    },
    {
      is: 'a fixture that was changed is damage',
      file: 'helpers/run/case-client.ts',
      from: /  observeDamage\(\{[\s\S]*?\n  \}\),\n/,
      to: '',
      tests: 'client/guard',
      named: 'is DAMAGE',
    },
  ],
  production: [
    {
      is: 'production is read-only unless allowed',
      file: 'helpers/profile/targets.ts',
      from: 'mayWrite: production ? values.ALLOW_PRODUCTION.includes(vendor) : allowed,',
      to: 'mayWrite: true,',
      tests: 'profile/config',
    },
    {
      is: 'an environment that contradicts itself is refused',
      file: 'helpers/profile/targets.ts',
      from: 'if (isHostOf(profile, other, address.hostname))',
      to: 'if (address.hostname === undefined)',
      tests: 'profile/config',
    },
    {
      is: 'uploads that must be refused are not sent to production',
      file: 'helpers/client/guard.ts',
      from: 'if (!known.production) return',
      to: 'if (place !== undefined) return',
      tests: 'client/guard',
    },
  ],
  budget: [
    {
      is: 'a hard stop',
      file: 'helpers/client/budget.ts',
      from: "if (free < (effect === 'creates' ? 2 : 1)) throw new CutOff(spent);",
      tests: 'safety/budget',
    },
    {
      is: 'a rate over all processes',
      file: 'helpers/client/budget.ts',
      from: 'state.nextSlot = turn + 60_000 / limits.perMinute;',
      to: 'state.nextSlot = turn;',
      tests: 'safety/budget',
      named: 'one rate for all',
    },
    {
      is: 'Retry-After holds for all',
      file: 'helpers/client/budget.ts',
      from: 'Math.max(now, state.nextSlot, state.paused[vendor] ?? 0)',
      to: 'Math.max(now, state.nextSlot)',
      tests: 'client/budget',
      named: 'honour Retry-After',
    },
  ],
  leaks: [
    {
      is: 'secrets are redacted by value',
      file: 'helpers/config/redactor.ts',
      from: "(hit) => `<${names.get(hit) ?? 'SECRET'}>`",
      to: '(hit) => hit',
      tests: 'config/redactor',
    },
    {
      is: 'the gate looks through what was written',
      file: 'helpers/commands/conformance/publish.ts',
      from: 'const leaks = [...early, ...leakGate(late, redactor, keys)];',
      to: 'const leaks: Leak[] = late.length < 0 ? early : [];',
      tests: 'safety/leaks',
      named: 'without the redactor',
    },
    {
      is: 'artefacts are private',
      file: 'helpers/report/folder/reports-folder.ts',
      from: 'entry.isDirectory() ? 0o700 : 0o600',
      to: 'entry.isDirectory() ? 0o755 : 0o644',
      tests: 'run/live',
      named: 'what it wrote is private',
    },
  ],
  hostile: [
    {
      is: 'an answer has a largest weight',
      file: 'helpers/client/tunnel.ts',
      from: 'if (weight <= maxBytes) return;',
      to: 'if (weight > 0) return;',
      behind: {
        file: 'helpers/client/bound-stream.ts',
        from: 'if (bytes <= limit()) return',
        to: 'if (bytes >= 0) return',
      },
      tests: 'safety/hostile',
      named: 'transport: body of 200 MB',
    },
    {
      is: 'an answer over a kept connection has a largest weight',
      file: 'helpers/client/bound-stream.ts',
      from: 'if (bytes <= limit()) return',
      to: 'if (bytes >= 0) return',
      tests: 'client/routes',
      named: 'goes on without end',
    },
    {
      is: 'inflation has a limit',
      file: 'helpers/client/bound-stream.ts',
      from: 'if (bytes <= limit()) return',
      to: 'if (bytes >= 0) return',
      tests: 'safety/hostile',
      named: 'transport: gzip bomb',
    },
    {
      is: 'redirects are not followed',
      file: 'helpers/client/transport.ts',
      from: 'maxRedirects: 0,',
      to: 'maxRedirects: 5,',
      tests: 'safety/hostile',
      named: 'transport: redirect to another origin',
    },
    {
      is: 'credentials go to configured origins only',
      file: 'helpers/client/guard.ts',
      from: "if (carriesCredentials || username !== ''",
      to: "if (username !== ''",
      tests: 'client/guard',
      named: 'credentials are never sent',
    },
    {
      is: 'JSON has a largest depth',
      file: 'helpers/checks/read.ts',
      from: 'const deepestRead = 1_000;',
      to: 'const deepestRead = 1_000_000;',
      tests: 'checks/checks',
      named: 'nested 200,000',
    },
    {
      is: 'an answer has a time',
      file: 'helpers/client/transport.ts',
      from: 'timeout: timeoutMs,',
      to: 'timeout: 600_000 + timeoutMs,',
      tests: 'safety/hostile',
      named: 'transport: one byte a second',
    },
    {
      is: 'a run has a time',
      file: 'helpers/commands/playwright/watch.ts',
      from: 'Math.max(0, deadline - Date.now())',
      to: '600_000',
      behind: {
        file: 'helpers/client/transport.ts',
        from: '(options.deadline ?? Infinity) - Date.now()',
        to: 'Infinity',
      },
      tests: 'safety/budget',
      named: 'soon after RUN_TIMEOUT',
    },
  ],
  documents: [
    {
      is: 'a $ref stays below the folder of its document',
      file: 'helpers/contract/read/bundle.ts',
      from: 'if (target === undefined || !isBelow(target, folder)) {',
      to: 'if (target === undefined) {',
      tests: 'contract/hostile-documents',
      named: 'ref to',
    },
    {
      is: 'a pattern that could hang is not run',
      file: 'helpers/contract/read/schema-node.ts',
      from: '    compilePattern(pattern);\n',
      to: '    void pattern;\n',
      tests: 'contract/hostile-documents',
      named: 'linear time',
    },
    {
      is: 'documents have a largest depth',
      file: 'helpers/contract/read/bundle.ts',
      from: 'if (depth > maxDepth)',
      to: 'if (depth > 1_000_000)',
      tests: 'contract/load',
      named: 'a thousand levels deep',
    },
  ],
};

for (const [promise, list] of Object.entries(protections))
  for (const { is, file, from, to = '', behind, tests, named } of list)
    test(`${promise}: without "${is}" a test fails`, async () => {
      const project = copyProject({ withOwnTests: true });
      try {
        project.change(file, from, to);
        if (behind) project.change(behind.file, behind.from, behind.to);
        const cli = path.join(project.folder, 'node_modules/@playwright/test/cli.js');
        const args = [cli, 'test', '-c', 'tests', tests, ...(named === undefined ? [] : ['-g', named])];
        const { code, stdout, stderr } = await execute(process.execPath, args, { CI: '1' }, project.folder);
        const said = `${stdout}${stderr}`;
        expect(code, said.slice(-2_000)).toBe(1);
        expect(said, 'tests ran and some of them failed').toMatch(/\d+ failed/);
      } finally {
        project.remove();
      }
    });
