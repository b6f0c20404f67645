/** Ctrl-C was pressed while something was being changed: what had begun was finished, and no more. */
export class Stopped extends Error {
  override name = "Stopped";
}

let isChanging = false;
let isWanted = false;

/** Lets Ctrl-C stop the command: at once while it only looks, and between two steps once it changes something. */
export function stopWhenAsked(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!isChanging) {
        console.error("Stopped. Nothing was changed.");
        process.exit(130);
      }
      isWanted = true;
    });
  }
}

/** To be called before each step that changes something. Throws {@link Stopped} if the person wants no more. */
export function stopIfWanted(): void {
  isChanging = true;
  if (isWanted)
    throw new Stopped("Stopped. What is said above is done; run the same command again to go on.");
}
