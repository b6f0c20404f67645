/**
 * With these a request says for whom its page was opened: the person's username. The page of a person who is no longer
 * signed in must not act for the next one. A request without them is for whoever is signed in.
 */
export const forWhomHeader = "x-browser-phone-for";

/** The same in the address, for a beacon, which carries no header. */
export const forWhomParam = "for";
