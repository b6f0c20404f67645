export type { Change } from "./change";
export { subscribe } from "./hear";
export { publish } from "./publish";
