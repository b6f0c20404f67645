/**
 * Something that the person who runs the command must change. The message is one sentence that says what to do, and
 * contains no secret.
 */
export class Problem extends Error {
  override name = "Problem";

  /** @param exitCode 2: something is missing or wrong in what was given; 1: it could not be done */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}
