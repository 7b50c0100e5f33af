/** The part of SARIF 2.1.0 (OASIS, sections 3.13 to 3.27) that the suite writes. */
export interface SarifLog {
  readonly version: '2.1.0';
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly version?: string; readonly rules: readonly SarifRule[] };
    };
    readonly results: readonly SarifResult[];
  }[];
}

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
}

export type SarifLevel = 'error' | 'warning' | 'note';

export interface SarifPlace {
  readonly physicalLocation: {
    /** Relative to the repository. */
    readonly artifactLocation: { readonly uri: string };
    /** Counted from 1. */
    readonly region?: { readonly startLine: number };
  };
  readonly logicalLocations: readonly { readonly fullyQualifiedName: string; readonly kind: 'member' }[];
}

export interface SarifResult {
  readonly ruleId: string;
  readonly level: SarifLevel;
  readonly message: { readonly text: string };
  readonly locations: readonly SarifPlace[];
  readonly relatedLocations?: readonly SarifPlace[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
}
