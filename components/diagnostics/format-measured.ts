/** Writes a measured number with its unit; "–" where it was not measured. */
export function formatMeasured(value: number | null | undefined, digits: number, unit: string): string {
  return value === null || value === undefined ? "–" : `${value.toFixed(digits)}${unit}`;
}

/** Writes a fraction, 0 to 1, as a percentage with one digit after the point. */
export function formatFraction(fraction: number | null | undefined): string {
  return formatMeasured(fraction === null || fraction === undefined ? null : fraction * 100, 1, " %");
}
