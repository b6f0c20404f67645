/** The long form of a test when `SOAK=1`, otherwise the short one. */
export function soak<T>(short: T, long: T): T {
  return process.env.SOAK === "1" ? long : short;
}
