import { createContext } from "react";

/**
 * True while something must be seen and answered at once (a ringing call). Dialogs step aside meanwhile,
 * since an open modal would keep the keyboard from Answer, and come back afterwards as they were.
 */
export const Interrupted = createContext(false);
