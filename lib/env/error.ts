/** The configuration is wrong. The message names every field to correct, and shows no value. */
export class EnvError extends Error {
  override name = "EnvError";
  /** One for each field: its name, a colon, and what is wrong. The text begins with `missing` if it is not set. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not complete:\n  ${problems.join("\n  ")}`);
    this.problems = problems;
  }
}
