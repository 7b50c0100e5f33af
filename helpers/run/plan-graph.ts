/** Where the ids of requests come from: resources that a run creates, lists that it reads, and the operations that take the ids. */
import type { Operation } from '../contract/types.ts';
import { operationsIn, type Suite } from '../profile/suite.ts';
import { parameterUnder } from '../profile/path-template.ts';
import type { Vendor } from '../profile/vendor.ts';

/** A resource that the run creates where it may write. Operations are named by their ids. */
export interface PlannedResource {
  readonly vendor: string;
  readonly kind: string;
  /** Whether the profile describes it, or it follows from the document. */
  readonly source: 'profile' | 'document';
  readonly create: string;
  /** Where the answer of `create` holds the id: a JSON pointer, or `Location`. */
  readonly id: string;
  /** JSON pointer of the text in the request by which an answer is known to be about it. */
  readonly marker?: string;
  readonly exists?: string;
  readonly remove?: string;
  /** The parameter that names what it is part of. */
  readonly parent?: string;
  readonly parameter: string;
  readonly usedBy: readonly string[];
}

/** Ids of what exists already, for a run that only reads. */
export interface PlannedList {
  readonly vendor: string;
  readonly operation: string;
  /** JSON pointer into its answer, `*` for items. */
  readonly id: string;
  readonly parameter: string;
  readonly usedBy: readonly string[];
}

export interface PlannedIds {
  readonly resources: readonly PlannedResource[];
  readonly lists: readonly PlannedList[];
}

/** The resources and lists of a suite, in the order of its documents. */
export function plannedIds(suite: Suite): PlannedIds {
  const operations = [...operationsIn(suite).values()];
  const vendors = suite.vendors.all.map((vendor) => ({
    vendor,
    own: operations.filter(({ contract }) => contract.vendor === vendor.id),
  }));
  return {
    resources: vendors.flatMap(({ vendor, own }) => resourcesOf(vendor, own)),
    lists: vendors.flatMap(({ vendor, own }) => listsOf(vendor, own)),
  };
}

function resourcesOf(vendor: Vendor, own: readonly Operation[]): PlannedResource[] {
  const known = new Set(own.map(({ id }) => id));
  return vendor.kinds
    .filter(({ create }) => known.has(create))
    .map(({ kind, spec, create, exists, remove }) => ({
      vendor: vendor.id,
      kind,
      source: kind in vendor.profile.resources ? 'profile' : 'document',
      create,
      id: spec.id.from,
      ...(spec.create.marker !== undefined && { marker: spec.create.marker }),
      ...(exists !== undefined && { exists }),
      ...(remove !== undefined && { remove }),
      ...(spec.parent !== undefined && { parent: spec.parent }),
      parameter: spec.id.name,
      usedBy: own.filter((operation) => vendor.resourceKindOf(operation) === kind).map(({ id }) => id),
    }));
}

function listsOf(vendor: Vendor, own: readonly Operation[]): PlannedList[] {
  const known = new Set(own.map(({ id }) => id));
  return vendor.inferred.lists
    .filter(({ operation }) => known.has(operation))
    .map(({ operation, from, parameter, pathPrefix }) => ({
      vendor: vendor.id,
      operation,
      id: from,
      parameter,
      usedBy: own.filter(({ path }) => parameterUnder(path, pathPrefix) !== undefined).map(({ id }) => id),
    }));
}

/** The lines of a plan for a person; none where no id comes from an answer. */
export function idLines({ resources, lists }: PlannedIds): string[] {
  if (resources.length + lists.length === 0) return [];
  return ['', 'Ids from answers:', ...resources.flatMap(resourceLines), ...lists.flatMap(listLines)];
}

const resourceLines = (resource: PlannedResource): string[] => {
  const { kind, vendor, source, create, id, marker, exists, remove, parent, parameter, usedBy } = resource;
  const parts = [
    `created by ${create} (id at ${id}${marker === undefined ? '' : `, marked at ${marker}`})`,
    ...(parent === undefined ? [] : [`part of ${parent}`]),
    ...(exists === undefined ? [] : [`checked by ${exists}`]),
    ...(remove === undefined ? [] : [`removed by ${remove}`]),
  ];
  return [
    `  ${kind} of ${vendor}, by its ${source}: ${parts.join(', ')}`,
    `      ${parameter} of ${usedBy.join(', ') || 'nothing'}`,
  ];
};

const listLines = ({ operation, id, parameter, usedBy }: PlannedList): string[] => [
  `  ${operation} lists ids at ${id} (where nothing is created)`,
  `      ${parameter} of ${usedBy.join(', ') || 'nothing'}`,
];
