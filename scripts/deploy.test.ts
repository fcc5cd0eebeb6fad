import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { fleetCommand } from '../sim/cli/fleet/command.ts';
import { FakeIo } from '../sim/cli/testing/fake-io.ts';

const DEPLOY = path.join(import.meta.dirname, '../deploy');
const text = (file: string): string => readFileSync(path.join(DEPLOY, file), 'utf8');

/** All documents of a file, which must be without a fault or a warning. */
function documents(file: string): readonly unknown[] {
  const all = parseAllDocuments(text(file), { strict: true, uniqueKeys: true });
  if (!Array.isArray(all)) throw new Error(`${file} is empty`);
  expect(all.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  return all.map((each): unknown => each.toJS());
}

const pinned = z.string().regex(/^[a-z-]+:\d+\.\d+[\w.-]*$/, 'an image has an exact version, and no host');

const meta = z.strictObject({ name: z.string() });
const labels = z.strictObject({ app: z.string() });
const container = z.strictObject({
  name: z.string(),
  image: pinned,
  command: z.array(z.string()).optional(),
  args: z.array(z.string()),
  env: z.array(
    z.strictObject({
      name: z.string(),
      valueFrom: z.strictObject({ secretKeyRef: z.strictObject({ name: z.string(), key: z.string() }) }),
    }),
  ),
  ports: z.array(z.strictObject({ name: z.string(), containerPort: z.number() })).optional(),
  readinessProbe: z.strictObject({ tcpSocket: z.strictObject({ port: z.string() }) }).optional(),
  resources: z.strictObject({
    requests: z.strictObject({ cpu: z.string(), memory: z.string() }),
    limits: z.strictObject({ cpu: z.string().optional(), memory: z.string() }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true).optional(),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string() })),
});
const pod = z.strictObject({
  restartPolicy: z.literal('Never').optional(),
  automountServiceAccountToken: z.literal(false),
  terminationGracePeriodSeconds: z.number().optional(),
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    runAsUser: z.number(),
    fsGroup: z.number().optional(),
  }),
  containers: z.array(container).length(1),
  volumes: z.array(z.strictObject({ name: z.string(), emptyDir: z.strictObject({}) })).optional(),
});
const template = z.strictObject({ metadata: z.strictObject({ labels }), spec: pod });
const objects = z.tuple([
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Service'),
    metadata: meta,
    spec: z.strictObject({
      selector: labels,
      ports: z.array(z.strictObject({ port: z.number(), targetPort: z.string() })),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('apps/v1'),
    kind: z.literal('StatefulSet'),
    metadata: meta,
    spec: z.strictObject({
      serviceName: z.string(),
      replicas: z.literal(1),
      selector: z.strictObject({ matchLabels: labels }),
      template,
      volumeClaimTemplates: z.array(
        z.strictObject({
          metadata: meta,
          spec: z.strictObject({
            accessModes: z.tuple([z.literal('ReadWriteOnce')]),
            resources: z.strictObject({ requests: z.strictObject({ storage: z.string() }) }),
          }),
        }),
      ),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('batch/v1'),
    kind: z.literal('Job'),
    metadata: meta,
    spec: z.strictObject({
      completionMode: z.literal('Indexed'),
      completions: z.number(),
      parallelism: z.number(),
      backoffLimitPerIndex: z.number(),
      template,
    }),
  }),
]);
const compose = z.strictObject({
  services: z.strictObject({
    redis: z.looseObject({ image: pinned, command: z.array(z.string()), ports: z.array(z.string()) }),
    worker: z.looseObject({ build: z.literal('.'), command: z.array(z.string()) }),
  }),
  volumes: z.record(z.string(), z.unknown()),
});

/** Words that the program would take. */
function accept(words: readonly string[]): void {
  const [fleet, name, ...options] = words;
  const command = fleetCommand(
    () => Promise.reject(new Error('not asked for')),
    new FakeIo(),
    () => {},
  );
  const found: Command | undefined = command.commands.find((each) => each.name() === name);
  expect([fleet, found === undefined]).toEqual(['fleet', false]);
  expect(found?.parseOptions(options).unknown).toEqual([]);
}

describe('what is in deploy/', () => {
  it('should be a fleet in a cluster whose parts fit together', () => {
    const [service, redis, job] = objects.parse(documents('kubernetes.yaml'));
    expect(service.spec.selector).toEqual(redis.spec.template.metadata.labels);
    expect(redis.spec.selector.matchLabels).toEqual(redis.spec.template.metadata.labels);
    expect(redis.spec.serviceName).toBe(service.metadata.name);
    const [server] = redis.spec.template.spec.containers;
    const [worker] = job.spec.template.spec.containers;
    expect(server?.ports?.map(({ name }) => name)).toEqual(
      service.spec.ports.map(({ targetPort }) => targetPort),
    );
    expect(server?.volumeMounts.map(({ name }) => name)).toEqual(
      redis.spec.volumeClaimTemplates.map((each) => each.metadata.name),
    );
    expect(worker?.volumeMounts.map(({ name }) => name)).toEqual(
      job.spec.template.spec.volumes?.map(({ name }) => name),
    );
    expect(worker?.env[0]?.valueFrom).toEqual(server?.env[0]?.valueFrom);
    expect(worker?.args.join(' ')).toContain(`@${service.metadata.name}:${service.spec.ports[0]?.port}`);
    accept(worker?.args ?? []);
  });

  it('should be a fleet on one machine, which listens on that alone', () => {
    const [found] = documents('compose.yaml');
    const { services } = compose.parse(found);
    expect(services.redis.ports).toEqual(['127.0.0.1:6379:6379']);
    accept(services.worker.command);
  });

  it('should give Redis what a fleet asks of it, everywhere', () => {
    for (const file of ['kubernetes.yaml', 'compose.yaml'])
      expect(text(file).replaceAll(/[',]/g, '')).toMatch(
        /--appendonly yes --maxmemory 1gb --maxmemory-policy noeviction/,
      );
  });

  it('should be an image whose program is ours, run by nobody special', () => {
    const [, user] = /^USER (\w+)$/m.exec(text('Dockerfile')) ?? [];
    const [, entry] = /^ENTRYPOINT (.*)$/m.exec(text('Dockerfile')) ?? [];
    const [, words] = /^CMD (.*)$/m.exec(text('Dockerfile')) ?? [];
    expect([user, JSON.parse(entry ?? '')]).toEqual(['node', ['wavetank']]);
    accept(z.array(z.string()).parse(JSON.parse(words ?? '')));
  });
});
