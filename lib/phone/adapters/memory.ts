import type { Memory } from "../ports/deps";

/** localStorage, where the browser allows it. */
export const memory: Memory = {
  read(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Full or forbidden: the value is lost with the page.
    }
  },
};
