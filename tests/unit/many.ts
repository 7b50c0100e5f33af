/** How often a property is tried: a fifth of `runs` in `npm test`, all of them in `npm run soak`, from the same seed. */
export const many = (runs: number): number => (process.env['SOAK'] === '1' ? runs : Math.ceil(runs / 5));
