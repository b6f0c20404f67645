export type { Change, PersonChange } from "./change";
export type { Listener } from "./feed";
export { publish, published } from "./publish";
export { subscribe } from "./subscribe";
