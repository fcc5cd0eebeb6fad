/** A virtual time in milliseconds, to the microsecond: `18,874.531`. */
export function clock(us: number): string {
  const ms = String(Math.floor(us / 1000)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${ms}.${String(us % 1000).padStart(3, '0')}`;
}
