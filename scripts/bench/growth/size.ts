/** How much there is in a database. */
export interface Size {
  readonly people: number;
  /** People with a live tab. */
  readonly present: number;
  /** Calls of ten days, a tenth of them from the last day; 2,300 at least. A few are left out: those of somebody with himself. */
  readonly calls: number;
}
