"use client";

/**
 * Makes the page name the script with the SDK, so that the browser has it before the phone asks for it by `import()`. The
 * server names all scripts with what a client component that it renders may use. Nothing calls this: the SDK is evaluated
 * by `load-voice.ts` alone, when its sockets lead to the right place.
 */
export const sdk = () => (typeof window === "undefined" ? null : require("./voice-sdk"));

/** Shows nothing. */
export function SdkScript(): null {
  return null;
}
