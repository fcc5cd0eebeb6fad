import { z } from 'zod';

/** The first issue of a schema error, in one line: `faults.drop.ppm: Too big: expected number to be <=1000000`. */
export function complaintOf({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return 'it is not valid';
  return issue.path.length === 0 ? issue.message : `${z.core.toDotPath(issue.path)}: ${issue.message}`;
}
