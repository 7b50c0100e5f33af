/** The vendors that the sandbox stands in for, by the names of their folders in `specs/`. */
export const sandboxVendors: readonly string[] = ['max-ai', 'invox-medical'];
